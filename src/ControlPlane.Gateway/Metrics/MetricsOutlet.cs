using System.Collections.Concurrent;
using ControlPlane.Domain.Metrics;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Metrics;

/// <summary>One sink, with what it has not taken yet.</summary>
/// <param name="sink">The sink.</param>
/// <param name="reads">Ends what takes too long.</param>
internal sealed class MetricsOutlet(IMetricsSink sink, TimedReads reads)
{
    /// <summary>Most minutes of variants and methods that wait; then the oldest go.</summary>
    public const int MaxWaiting = 2000;

    private const int MaxParallel = 8;

    private readonly Dictionary<(SeriesKey Key, DateTimeOffset Minute), MinuteMetrics> _waiting = [];
    private int _lost;

    /// <summary>How many minutes have gone since the last time somebody asked, and asks.</summary>
    public int TakeLost()
    {
        var lost = _lost;
        _lost = 0;
        return lost;
    }

    /// <summary>Lets something wait for the next <see cref="SendAsync"/>. Not while that runs.</summary>
    public void Add(MinuteMetrics metrics)
    {
        var key = (SeriesKey.Of(metrics), metrics.Minute);
        if (_waiting.TryGetValue(key, out var earlier))
        {
            // Not added to the earlier ones: a sink that was given up may still be at them.
            var sum = new RequestCounts();
            sum.Add(earlier.Counts);
            sum.Add(metrics.Counts);
            _waiting[key] = metrics with { Counts = sum };
            return;
        }

        if (_waiting.Count >= MaxWaiting)
        {
            _waiting.Remove(_waiting.Keys.MinBy(static waiting => waiting.Minute));
            _lost++;
        }

        _waiting[key] = metrics;
    }

    /// <summary>Hands over what waits; what the sink does not take waits on.</summary>
    /// <returns>Why it did not take something, or null.</returns>
    public async Task<Exception?> SendAsync()
    {
        Exception? failure = null;
        var taken = new ConcurrentQueue<(SeriesKey Key, DateTimeOffset Minute)>();
        await Parallel.ForEachAsync(_waiting, new ParallelOptions { MaxDegreeOfParallelism = MaxParallel }, async (waiting, _) =>
        {
            if (Volatile.Read(ref failure) is not null)
            {
                return;
            }

            try
            {
                await reads.WithinAsync(TimedReads.ReadTimeout, async token =>
                {
                    await sink.WriteAsync(waiting.Value, token).ConfigureAwait(false);
                    return true;
                }, CancellationToken.None).ConfigureAwait(false);
                taken.Enqueue(waiting.Key);
            }
            catch (Exception exception)
            {
                Volatile.Write(ref failure, exception);
            }
        }).ConfigureAwait(false);
        foreach (var key in taken)
        {
            _waiting.Remove(key);
        }

        return failure;
    }
}
