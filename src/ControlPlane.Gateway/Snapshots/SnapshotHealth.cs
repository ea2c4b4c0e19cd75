using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>
/// Says when configuration cannot be read and when it can again: once a minute and stage at most, however often it is tried.
/// The records have fixed event ids and names, so that an alarm can be made of them (<c>SnapshotAgeSeconds</c>).
/// </summary>
internal sealed partial class SnapshotHealth(TimeProvider time, SnapshotMetrics metrics, ILogger logger)
{
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    /// <summary>A read failed.</summary>
    public void Failed(StageEntry entry, Exception exception)
    {
        metrics.Failed(exception);
        var now = time.GetTimestamp();
        lock (entry.Gate)
        {
            entry.Trouble.IsPresent = true;
            if (entry.Trouble.SaidAt is { } said && time.GetElapsedTime(said, now) < SayEvery)
            {
                return;
            }

            entry.Trouble.IsSaid = true;
            entry.Trouble.SaidAt = now;
        }

        if (entry.Current?.Snapshot is { } last)
        {
            Stale(entry.ApiId, entry.StageName, last.Version.Revision, Seconds(entry, now), exception);
        }
        else
        {
            Unavailable(entry.ApiId, entry.StageName, exception);
        }
    }

    /// <summary>A read succeeded.</summary>
    public void Succeeded(StageEntry entry)
    {
        lock (entry.Gate)
        {
            var said = entry.Trouble.IsSaid;
            entry.Trouble.IsPresent = false;
            entry.Trouble.IsSaid = false;
            if (!said)
            {
                return;
            }
        }

        ReadAgain(entry.ApiId, entry.StageName);
    }

    private double Seconds(StageEntry entry, long now) => Math.Round(time.GetElapsedTime(entry.CheckedAt, now).TotalSeconds, 1);

    [LoggerMessage(
        EventId = 1001,
        EventName = "SnapshotStale",
        Level = LogLevel.Warning,
        Message = "Stage {ApiId}/{StageName} could not be read; revision {Revision}, known to be current {SnapshotAgeSeconds} s ago, keeps serving.")]
    private partial void Stale(string apiId, string stageName, long revision, double snapshotAgeSeconds, Exception exception);

    [LoggerMessage(
        EventId = 1002,
        EventName = "SnapshotUnavailable",
        Level = LogLevel.Error,
        Message = "Stage {ApiId}/{StageName} could not be read and was not before; its requests are answered with 503.")]
    private partial void Unavailable(string apiId, string stageName, Exception exception);

    [LoggerMessage(EventId = 1003, EventName = "SnapshotReadAgain", Level = LogLevel.Information, Message = "Stage {ApiId}/{StageName} can be read again.")]
    private partial void ReadAgain(string apiId, string stageName);
}
