using ControlPlane.Local.LocalLambda.Functions;

namespace ControlPlane.Local.LocalLambda.Runtimes;

/// <summary>Functions that bring their runtime along: an executable <c>bootstrap</c> at the root of the package, native or a script.</summary>
internal sealed class ProvidedRuntime : IFunctionRuntime
{
    public bool Serves(string identifier) => identifier is "provided" or "provided.al2" or "provided.al2023";

    public ValueTask<LaunchCommand> ResolveAsync(FunctionConfiguration configuration, string taskRoot)
    {
        var bootstrap = Path.Combine(taskRoot, "bootstrap");
        return File.Exists(bootstrap)
            ? ValueTask.FromResult(new LaunchCommand(bootstrap, [], "bootstrap"))
            : throw new LaunchException("Runtime.InvalidEntrypoint", "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
    }
}
