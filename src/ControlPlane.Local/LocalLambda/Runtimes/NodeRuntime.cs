using ControlPlane.Local.LocalLambda.Functions;

namespace ControlPlane.Local.LocalLambda.Runtimes;

/// <summary>Node.js functions, on the machine's <c>node</c>.</summary>
internal sealed class NodeRuntime(Interpreters interpreters, RuntimeShims shims) : IFunctionRuntime
{
    private static readonly string[] Probe = ["-p", "process.execPath + '\\n' + process.versions.node"];

    public bool Serves(string identifier) => identifier.StartsWith("nodejs", StringComparison.Ordinal);

    public async ValueTask<LaunchCommand> ResolveAsync(FunctionConfiguration configuration, string taskRoot)
    {
        var node = await interpreters.FindAsync("node", Probe, configuration.Runtime!);
        return new LaunchCommand(node.Path, [shims.PathOf("node_runtime.mjs")], $"Node.js {node.Version}");
    }
}
