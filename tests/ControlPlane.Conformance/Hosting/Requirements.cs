namespace ControlPlane.Conformance.Hosting;

/// <summary>What tests need on the machine beside the .NET SDK; what is missing is said in one line.</summary>
internal static class Requirements
{
    public static async Task NodeClientsAsync()
    {
        if (!await Command.StartsAsync("node", "--version"))
        {
            Assert.Fail("node is missing; tests/run installs it.");
        }

        if (!Directory.Exists(Path.Combine(BuildPaths.Clients, "node_modules", "@aws-sdk")))
        {
            Assert.Fail($"The npm packages of {BuildPaths.Clients} are missing; tests/run installs them.");
        }
    }

    public static async Task AwsCliAsync()
    {
        if (!await Command.StartsAsync("aws", "--version"))
        {
            Assert.Fail("The AWS CLI (aws) is missing; tests/run installs it.");
        }
    }

    public static Task CurlAsync() => ProgramAsync("curl");

    public static Task PythonAsync() => ProgramAsync("python3");

    private static async Task ProgramAsync(string name)
    {
        if (!await Command.StartsAsync(name, "--version"))
        {
            Assert.Fail($"{name} is missing; tests/run installs it.");
        }
    }
}
