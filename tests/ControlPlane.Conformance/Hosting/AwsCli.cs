namespace ControlPlane.Conformance.Hosting;

/// <summary>The AWS CLI against a started host that asks for no signature.</summary>
internal static class AwsCli
{
    private static readonly Dictionary<string, string> _environment = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "ci",
        ["AWS_SECRET_ACCESS_KEY"] = "ci",
        ["AWS_DEFAULT_REGION"] = "us-east-1",
        ["AWS_PAGER"] = "",
        ["NO_PROXY"] = "127.0.0.1,localhost",
    };

    /// <summary>Runs a command of <c>aws apigateway</c>, which must succeed.</summary>
    /// <returns>What it printed: JSON, or nothing.</returns>
    public static async Task<string> ApiGatewayAsync(HostProcess host, params IEnumerable<string> arguments)
    {
        string[] all = ["--endpoint-url", host.Control.GetLeftPart(UriPartial.Authority), "--output", "json", "apigateway", .. arguments];
        var result = await Command.RunAsync("aws", all, TimeSpan.FromMinutes(1), _environment);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }

    /// <summary>Runs commands of the CLI as they would be pasted into a shell; they must succeed.</summary>
    /// <param name="commands">The commands.</param>
    /// <param name="folder">Where.</param>
    public static async Task ShellAsync(string commands, string folder)
    {
        var result = await Command.RunAsync("bash", ["-c", commands], TimeSpan.FromMinutes(2), _environment, folder);
        result.ExitCode.ShouldBe(0, $"{commands}\n{result.Error}");
    }
}
