using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>What decides the log level of a stage's requests, and what it is.</summary>
public sealed record EffectiveLogLevel
{
    /// <summary>The name of a level that keeps nothing.</summary>
    public const string Off = "OFF";

    /// <summary>The source that is the stage's own level.</summary>
    public const string Override = "OVERRIDE";

    /// <summary><c>OVERRIDE</c>, <c>METHOD_SETTINGS</c> or <c>DEFAULT</c>.</summary>
    public required string Source { get; init; }

    /// <summary>From which level on records are kept, or null for none.</summary>
    public required StageLogLevel? Level { get; init; }

    /// <summary>The share of requests that log everything, 0.0 to 1.0.</summary>
    public double SampleRate { get; init; }

    /// <summary>Of which requests everything is kept, or null for none.</summary>
    public DebugOnFailure? DebugOnFailure { get; init; }

    /// <summary>When it ends, or null when it stays.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The levels of methods that have their own, by their keys among the method settings.</summary>
    public IReadOnlyDictionary<string, StageLogLevel?> Methods { get; init; } = Maps.Empty<StageLogLevel?>();

    /// <summary>Whether some method has another level than the others.</summary>
    public bool HasMethodsApart => Methods.Values.Any(level => level != Level);

    /// <summary>The name of <see cref="Level"/>.</summary>
    public string Name => NameOf(Level);

    /// <summary>What counts for a stage: its own level until that expires, else what its method settings say, else the host's default.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="now">The present.</param>
    /// <param name="hostDefault">What stages log that were told nothing else.</param>
    public static EffectiveLogLevel Of(Stage stage, DateTimeOffset now, StageLogLevel hostDefault)
    {
        ArgumentNullException.ThrowIfNull(stage);
        if (stage.LogLevel is { } set && set.IsActiveAt(now))
        {
            return new EffectiveLogLevel
            {
                Source = Override,
                Level = set.Level,
                SampleRate = set.SampleRate,
                DebugOnFailure = set.DebugOnFailure,
                ExpiresAt = set.ExpiresAt,
            };
        }

        var everywhere = stage.MethodSettings.GetValueOrDefault(MethodSettingPatches.Everywhere)?.LoggingLevel;
        return new EffectiveLogLevel
        {
            Source = everywhere is null ? "DEFAULT" : "METHOD_SETTINGS",
            Level = everywhere is { } level ? LevelOf(level) : hostDefault,
            Methods = stage.MethodSettings
                .Where(static setting => setting.Key != MethodSettingPatches.Everywhere && setting.Value.LoggingLevel is not null)
                .ToDictionary(static setting => setting.Key, static setting => LevelOf(setting.Value.LoggingLevel!.Value), StringComparer.Ordinal),
        };
    }

    /// <summary>The name of a level, <see cref="Off"/> for none.</summary>
    public static string NameOf(StageLogLevel? level) => level is { } some ? WireNames.Of(some) : Off;

    private static StageLogLevel? LevelOf(LoggingLevel level) => level switch
    {
        LoggingLevel.Off => null,
        LoggingLevel.Error => StageLogLevel.Error,
        LoggingLevel.Info => StageLogLevel.Info,
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Unknown logging level."),
    };
}
