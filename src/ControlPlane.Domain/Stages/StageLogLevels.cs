using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>The names of the levels.</summary>
public static class StageLogLevels
{
    /// <summary>The names, from the most to the least talkative.</summary>
    public const string Names = "DEBUG, INFO, WARNING, ERROR, CRITICAL";

    /// <summary>Finds a level by its name in any case: what an option or an environment variable says.</summary>
    /// <returns>False when there is none of this name.</returns>
    /// <remarks>A switch, not <see cref="WireNames"/>: this is among the first that a starting function does, and reading attributes costs it milliseconds.</remarks>
    public static bool TryParse(string? name, out StageLogLevel level)
    {
        StageLogLevel? found = name?.Trim().ToUpperInvariant() switch
        {
            "DEBUG" => StageLogLevel.Debug,
            "INFO" => StageLogLevel.Info,
            "WARNING" => StageLogLevel.Warning,
            "ERROR" => StageLogLevel.Error,
            "CRITICAL" => StageLogLevel.Critical,
            _ => null,
        };
        level = found.GetValueOrDefault();
        return found is not null;
    }
}
