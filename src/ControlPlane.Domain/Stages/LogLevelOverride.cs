using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Stages;

/// <summary>A log level that a stage was given at run time, for its base and its canary alike.</summary>
public sealed record LogLevelOverride
{
    /// <summary>The longest time an override may be given for: seven days, in seconds.</summary>
    public const int MaxTtlSeconds = 7 * 24 * 60 * 60;

    /// <summary>From which level on records are kept.</summary>
    public required StageLogLevel Level { get; init; }

    /// <summary>The share of requests that log everything (<see cref="StageLogLevel.Debug"/>) whatever the level, 0.0 to 1.0.</summary>
    public double SampleRate { get; init; }

    /// <summary>Of which requests everything is kept once they are over, whatever the level, or null for none.</summary>
    public DebugOnFailure? DebugOnFailure { get; init; }

    /// <summary>From when on it counts no more, to the second, or null when it stays until it is removed.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it counts at a time.</summary>
    public bool IsActiveAt(DateTimeOffset now) => ExpiresAt is not { } end || now < end;

    /// <summary>A checked override.</summary>
    /// <param name="level">The level's name.</param>
    /// <param name="ttlSeconds">Seconds it counts for, 1 to <see cref="MaxTtlSeconds"/>, or null for good.</param>
    /// <param name="sampleRate">See <see cref="SampleRate"/>; null is 0.</param>
    /// <param name="now">The present.</param>
    /// <param name="debugOnFailure">See <see cref="DebugOnFailure"/>.</param>
    /// <exception cref="ApiException">400 BadRequestException that names the member and what it may be.</exception>
    public static LogLevelOverride Create(string? level, int? ttlSeconds, double? sampleRate, DateTimeOffset now, DebugOnFailure? debugOnFailure = null)
    {
        if (level is null || !Wire.WireNames.TryParse<StageLogLevel>(level, out var parsed))
        {
            throw ApiException.BadRequest($"Invalid log level: {level ?? "null"}. level must be one of: [{StageLogLevels.Names}]");
        }

        if (ttlSeconds is < 1 or > MaxTtlSeconds)
        {
            throw ApiException.BadRequest($"Invalid ttlSeconds: it must be a whole number from 1 to {MaxTtlSeconds}");
        }

        if (sampleRate is < 0 or > 1)
        {
            throw ApiException.BadRequest("Invalid sampleRate: it must be a number between 0.0 and 1.0");
        }

        if (debugOnFailure?.SlowerThanMillis is < 1)
        {
            throw ApiException.BadRequest("Invalid debugOnFailure.slowerThanMillis: it must be a whole number of 1 or more");
        }

        return new LogLevelOverride
        {
            Level = parsed,
            SampleRate = sampleRate ?? 0,
            DebugOnFailure = debugOnFailure,
            ExpiresAt = ttlSeconds is { } seconds ? WholeSecond(now).AddSeconds(seconds) : null,
        };
    }

    // Rounded up: nobody gets less time than asked for.
    private static DateTimeOffset WholeSecond(DateTimeOffset now) => DateTimeOffset.FromUnixTimeSeconds((now.ToUnixTimeMilliseconds() + 999) / 1000);
}

/// <summary>
/// Keeps everything (<see cref="StageLogLevel.Debug"/>) of the requests that end with 5xx or an answer of the gateway's own, or take too long.
/// </summary>
/// <param name="SlowerThanMillis">Milliseconds from which on a request takes too long, 1 or more, or null when time does not matter.</param>
public sealed record DebugOnFailure(int? SlowerThanMillis);
