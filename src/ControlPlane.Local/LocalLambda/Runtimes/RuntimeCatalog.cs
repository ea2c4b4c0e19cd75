using ControlPlane.Local.LocalLambda.Functions;

namespace ControlPlane.Local.LocalLambda.Runtimes;

/// <summary>Finds the family that serves a function.</summary>
internal sealed class RuntimeCatalog(IEnumerable<IFunctionRuntime> families)
{
    private readonly IFunctionRuntime[] _families = [.. families];

    public ValueTask<LaunchCommand> ResolveAsync(FunctionConfiguration configuration, string taskRoot)
    {
        var identifier = configuration.Runtime ?? string.Empty;
        var family = Array.Find(_families, f => f.Serves(identifier))
            ?? throw new LaunchException(
                "Runtime.Unsupported",
                $"The runtime {identifier} cannot run on this Lambda service: it runs python3.x, nodejs*.x, provided*, and dotnet* executables.");
        return family.ResolveAsync(configuration, taskRoot);
    }
}
