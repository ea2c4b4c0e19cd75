using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>The names of the levels.</summary>
public static class StageLogLevels
{
    /// <summary>The names, from the most to the least talkative.</summary>
    public const string Names = "DEBUG, INFO, WARNING, ERROR, CRITICAL";

    /// <summary>Finds a level by its name in any case: what an option or an environment variable says.</summary>
    /// <returns>False when there is none of this name.</returns>
    public static bool TryParse(string? name, out StageLogLevel level) => WireNames.TryParse(name?.Trim().ToUpperInvariant(), out level);
}
