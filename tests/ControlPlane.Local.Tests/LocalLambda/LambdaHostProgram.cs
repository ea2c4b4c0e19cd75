namespace ControlPlane.Local.Tests.LocalLambda;

/// <summary>Runs the service in a process of its own, so that tests can kill it: prints its address, then serves until it is killed.</summary>
internal static class LambdaHostProgram
{
    public static async Task Main(string[] args)
    {
        await using var app = await LambdaApp.StartAsync(folder: args[0]);
        Console.WriteLine(app.Client.BaseAddress);
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }
}
