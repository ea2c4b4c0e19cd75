namespace ControlPlane.Domain.Metrics;

/// <summary>A version of a function that ran for callers of an alias.</summary>
/// <param name="Function">The function's own name; of functions of one name in several accounts or regions, all.</param>
/// <param name="Alias">The alias.</param>
/// <param name="Version">The version, or <see cref="Unknown"/>.</param>
public sealed record FunctionVersion(string Function, string Alias, string Version)
{
    /// <summary>
    /// Stands for the version where the Lambda service named none: it was not reached, refused (throttled, no permission), or gave no answer within the
    /// integration's time.
    /// </summary>
    public const string Unknown = "unknown";
}
