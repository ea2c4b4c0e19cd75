namespace ControlPlane.Conformance.Hosting;

/// <summary>Runs a script of <c>clients/</c>, whose tests Node.js's own test runner reports.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs a script against a host; a failed assertion in it fails the calling test with the script's report.</summary>
    /// <param name="host">The host.</param>
    /// <param name="script">The script.</param>
    /// <param name="more">Further environment variables.</param>
    public static async Task RunAsync(HostProcess host, string script, params (string Name, string Value)[] more)
    {
        await Requirements.NodeClientsAsync();
        var environment = new Dictionary<string, string>
        {
            ["CONTROL_URL"] = host.Control.GetLeftPart(UriPartial.Authority),
            ["GATEWAY_URL"] = host.Gateway.GetLeftPart(UriPartial.Authority),
            ["NO_PROXY"] = "127.0.0.1,localhost",
        };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        var result = await Command.RunAsync("node", ["--test-reporter=tap", script], _patience, environment, BuildPaths.Clients);
        if (result.ExitCode != 0 || !result.Output.Contains("\nok ", StringComparison.Ordinal))
        {
            Assert.Fail($"{script} failed.\n{result.Output}\n{result.Error}\nThe host's log:\n{Tail(host.Errors)}");
        }
    }

    private static string Tail(string log) => log.Length > 4000 ? log[^4000..] : log;
}
