namespace ControlPlane.Local.LocalLambda.Runtimes;

/// <summary>What to execute to bring a function's runtime up.</summary>
/// <param name="File">The executable, by full path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Description">For the log: which interpreter serves.</param>
internal sealed record LaunchCommand(string File, IReadOnlyList<string> Arguments, string Description);

/// <summary>The runtime of a function cannot be brought up on this machine; told to the invoker as the function's error.</summary>
internal sealed class LaunchException(string errorType, string message) : Exception(message)
{
    public string ErrorType { get; } = errorType;
}
