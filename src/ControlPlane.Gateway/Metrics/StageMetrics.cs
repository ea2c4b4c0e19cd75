using System.Collections.Concurrent;
using ControlPlane.Gateway.Recording;

namespace ControlPlane.Gateway.Metrics;

/// <summary>Counts requests by API, stage, variant and minute, by method where detailed metrics are on, and by version of the functions behind aliases, until somebody takes the counts.</summary>
internal sealed class StageMetrics : IRequestRecorder
{
    /// <summary>After so many drains without a request a series is forgotten: stages come and go.</summary>
    public const int MaxIdleDrains = 360;

    /// <summary>Most versions of functions that are counted of a stage; its own counts have no such limit.</summary>
    public const int MaxVersions = 64;

    private readonly ConcurrentDictionary<SeriesKey, MetricSeries> _series = new();

    // Stages without room for another version, until the next drain: not every request counts them.
    private readonly ConcurrentDictionary<(string ApiId, string StageName), bool> _full = new();

    /// <summary>How many series are remembered.</summary>
    public int Count => _series.Count;

    /// <inheritdoc/>
    public void Record(in RequestRecord record)
    {
        Add(new SeriesKey(record.ApiId, record.StageName, record.IsCanary, null, null), record);
        if (record.DetailedVerb is { } verb)
        {
            Add(new SeriesKey(record.ApiId, record.StageName, record.IsCanary, record.ResourcePath, verb), record);
        }
    }

    /// <summary>Counts a request under the version of a function that ran for it, if one did.</summary>
    /// <returns>False when the stage has too many versions already, and this one is not among them.</returns>
    public bool TryRecordVersion(in RequestRecord record)
    {
        if (record.Executed is not { } version)
        {
            return true;
        }

        var key = new SeriesKey(record.ApiId, record.StageName, false, null, null, version);
        if (!_series.ContainsKey(key) && !HasRoom(record))
        {
            return false;
        }

        Add(key, record);
        return true;
    }

    /// <summary>Takes out what was counted since the last time. One caller at a time.</summary>
    public List<MinuteMetrics> Drain()
    {
        _full.Clear();
        var drained = new List<MinuteMetrics>();
        foreach (var (key, series) in _series)
        {
            series.Drain(drained);
            if (series.IdleDrains > MaxIdleDrains && _series.TryRemove(key, out _))
            {
                series.End(drained);
            }
        }

        return drained;
    }

    private bool HasRoom(in RequestRecord record)
    {
        var stage = (record.ApiId, record.StageName);
        if (_full.ContainsKey(stage))
        {
            return false;
        }

        // Those that come at once may exceed the limit by a few.
        var versions = 0;
        foreach (var (other, _) in _series)
        {
            versions += other.Version is not null && other.ApiId == record.ApiId && other.StageName == record.StageName ? 1 : 0;
        }

        if (versions < MaxVersions)
        {
            return true;
        }

        _full.TryAdd(stage, true);
        return false;
    }

    private void Add(SeriesKey key, in RequestRecord record)
    {
        while (true)
        {
            if (!_series.TryGetValue(key, out var series))
            {
                series = _series.GetOrAdd(key, new MetricSeries(key, record.Labels));
            }

            if (series.TryAdd(record))
            {
                return;
            }
        }
    }
}
