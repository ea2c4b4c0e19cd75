using System.Collections.Concurrent;
using ControlPlane.Gateway.Recording;

namespace ControlPlane.Gateway.Metrics;

/// <summary>Counts requests by API, stage, variant and minute, and by method where detailed metrics are on, until somebody takes the counts.</summary>
internal sealed class StageMetrics : IRequestRecorder
{
    /// <summary>After so many drains without a request a series is forgotten: stages come and go.</summary>
    public const int MaxIdleDrains = 360;

    private readonly ConcurrentDictionary<SeriesKey, MetricSeries> _series = new();

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

    /// <summary>Takes out what was counted since the last time. One caller at a time.</summary>
    public List<MinuteMetrics> Drain()
    {
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
