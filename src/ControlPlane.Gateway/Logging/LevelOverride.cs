using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Logging.Volumes;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Logging;

/// <summary>The log level a stage was given at run time, ready to be asked for each request.</summary>
internal sealed class LevelOverride
{
    private readonly long _expiresAt;
    private readonly LogLevel _level;
    private readonly double _sampleRate;
    private readonly DebugOnFailure? _debugOnFailure;

    private LevelOverride(LogLevelOverride set)
    {
        _expiresAt = set.ExpiresAt?.UtcTicks ?? long.MaxValue;
        _level = (LogLevel)set.Level;
        _sampleRate = set.SampleRate;
        _debugOnFailure = set.DebugOnFailure;
    }

    /// <summary>The override of a stage, or null when it has none.</summary>
    public static LevelOverride? Of(Stage stage) => stage.LogLevel is { } set ? new LevelOverride(set) : null;

    /// <summary>The level of a request, or null when the override has expired.</summary>
    /// <param name="now">When the request came in.</param>
    /// <param name="requestId">Picks the sampled requests: the same id is picked by every router, and with every larger rate.</param>
    public LogLevel? LevelAt(DateTimeOffset now, string requestId)
    {
        if (now.UtcTicks >= _expiresAt)
        {
            return null;
        }

        return _sampleRate > 0 && Share(requestId) < _sampleRate ? LogLevel.Debug : _level;
    }

    /// <summary>What holds a request's records until it is known how it ends, or null when that does not matter.</summary>
    /// <param name="now">When the request came in.</param>
    /// <param name="level">The request's level.</param>
    /// <param name="records">Where the records go.</param>
    public HeldRecords? Hold(DateTimeOffset now, LogLevel level, RequestRecords records) =>
        _debugOnFailure is not null && level > LogLevel.Debug && now.UtcTicks < _expiresAt ? new HeldRecords(records, level) : null;

    /// <summary>Whether a request took longer than is good.</summary>
    public bool IsSlow(TimeSpan latency) => _debugOnFailure?.SlowerThanMillis is { } limit && latency.TotalMilliseconds > limit;

    /// <summary>Where an id stands between 0 and 1: FNV-1a over its characters, finished so that the upper bits depend on all of them.</summary>
    internal static double Share(ReadOnlySpan<char> requestId)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in requestId)
        {
            hash = unchecked((hash ^ character) * 1099511628211UL);
        }

        hash ^= hash >> 32;
        hash = unchecked(hash * 0x9E3779B97F4A7C15UL);
        hash ^= hash >> 29;
        return (hash >> 11) * (1.0 / (1UL << 53));
    }
}
