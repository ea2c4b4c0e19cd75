using ControlPlane.Local.LocalLambda.Functions;

namespace ControlPlane.Local.LocalLambda.Runtimes;

/// <summary>A family of runtimes, for example all of Python's.</summary>
internal interface IFunctionRuntime
{
    /// <summary>Whether a runtime identifier belongs to the family.</summary>
    bool Serves(string identifier);

    /// <summary>Finds what to execute.</summary>
    /// <param name="configuration">The function.</param>
    /// <param name="taskRoot">Where its package is unpacked.</param>
    /// <exception cref="LaunchException">Something is missing, in the package or on this machine.</exception>
    ValueTask<LaunchCommand> ResolveAsync(FunctionConfiguration configuration, string taskRoot);
}
