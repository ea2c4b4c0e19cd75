using ControlPlane.Local.LocalLambda.Functions;

namespace ControlPlane.Local.LocalLambda.Runtimes;

/// <summary>Python functions, on the interpreter of their own minor version or else on the machine's <c>python3</c>.</summary>
internal sealed class PythonRuntime(Interpreters interpreters, RuntimeShims shims) : IFunctionRuntime
{
    private static readonly string[] Probe = ["-c", "import sys; print(sys.executable); print('%d.%d.%d' % sys.version_info[:3])"];

    public bool Serves(string identifier) => identifier.StartsWith("python3.", StringComparison.Ordinal);

    public async ValueTask<LaunchCommand> ResolveAsync(FunctionConfiguration configuration, string taskRoot)
    {
        var identifier = configuration.Runtime!;
        var python = await interpreters.TryFindAsync(identifier, Probe) ?? await interpreters.FindAsync("python3", Probe, identifier);
        return new LaunchCommand(python.Path, [shims.PathOf("python_runtime.py")], $"Python {python.Version}");
    }
}
