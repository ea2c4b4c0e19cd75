using System.Collections.ObjectModel;

namespace ControlPlane.Client.Stages;

/// <summary>The log level of a stage.</summary>
public sealed record LogLevel
{
    /// <summary>From which level on records are kept, while it was given one; null otherwise.</summary>
    public string? Level { get; init; }

    /// <summary>The share of requests that log everything, 0.0 to 1.0; null without a level of its own.</summary>
    public double? SampleRate { get; init; }

    /// <summary>When it ends, or null when it stays.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Present when requests that fail or are slow log everything.</summary>
    public DebugOnFailure? DebugOnFailure { get; init; }

    /// <summary>What counts in all; null where a stage shows its level.</summary>
    public EffectiveLogLevel? Effective { get; init; }
}

/// <summary>Which requests log everything afterwards.</summary>
public sealed record DebugOnFailure
{
    /// <summary>Milliseconds from which on a request is too slow, or null when only failures count.</summary>
    public int? SlowerThanMillis { get; init; }
}

/// <summary>The level that counts.</summary>
public sealed record EffectiveLogLevel
{
    /// <summary>What decides: OVERRIDE, METHOD_SETTINGS, DEFAULT.</summary>
    public string Source { get => field ?? ""; init; } = "";

    /// <summary>From which level on records are kept; OFF for none.</summary>
    public string Level { get => field ?? ""; init; } = "";

    /// <summary>The share of requests that log everything, 0.0 to 1.0.</summary>
    public double SampleRate { get; init; }

    /// <summary>The levels of methods that have their own.</summary>
    public IReadOnlyDictionary<string, string> Methods { get => field ?? ReadOnlyDictionary<string, string>.Empty; init; } = ReadOnlyDictionary<string, string>.Empty;
}

/// <summary>A log level to be set.</summary>
/// <param name="Level">DEBUG, INFO, WARNING, ERROR or CRITICAL.</param>
public sealed record NewLogLevel(string Level)
{
    /// <summary>Seconds after which it ends by itself, 1 to 604800; null when it stays.</summary>
    public int? TtlSeconds { get; init; }

    /// <summary>The share of requests that log everything, 0.0 to 1.0, or null for none.</summary>
    public double? SampleRate { get; init; }

    /// <summary>Which requests log everything afterwards, or null for none.</summary>
    public DebugOnFailure? DebugOnFailure { get; init; }
}
