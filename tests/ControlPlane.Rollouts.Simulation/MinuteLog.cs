using ControlPlane.Domain.Metrics;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Analysis;
using ControlPlane.Storage.Metrics;

namespace ControlPlane.Rollouts.Simulation;

/// <summary>The counters of one version as the store has them: by minute, some time after they were counted.</summary>
internal sealed class MinuteLog(DateTimeOffset start)
{
    private readonly List<MinuteCounts> _minutes = [];
    private readonly Queue<(int Second, int Requests, int Failed, long[] Buckets)> _waiting = [];

    /// <summary>Counts one second's requests; they wait in the router.</summary>
    public void Add(int second, int requests, int failed, ReadOnlySpan<long> buckets)
    {
        if (requests > 0)
        {
            _waiting.Enqueue((second, requests, failed, buckets.ToArray()));
        }
    }

    /// <summary>Hands in what was counted up to a second.</summary>
    public void Publish(int second)
    {
        while (_waiting.TryPeek(out var first) && first.Second <= second)
        {
            _waiting.Dequeue();
            var minute = start.AddMinutes(Math.Floor(first.Second / 60.0));
            if (_minutes.Count == 0 || _minutes[^1].Minute != minute)
            {
                _minutes.Add(new MinuteCounts(minute, new RequestCounts()));
            }

            var counts = _minutes[^1].Counts;
            counts.Add(first.Requests, 0, first.Failed);
            for (var bucket = 0; bucket < first.Buckets.Length; bucket++)
            {
                if (first.Buckets[bucket] != 0)
                {
                    counts.Latency.Add(bucket, first.Buckets[bucket]);
                }
            }
        }
    }

    /// <summary>What the controller reads for a rollout.</summary>
    public IReadOnlyList<MinuteCounts> From(Rollout rollout)
    {
        var from = RolloutEvidence.FirstMinute(rollout);
        if (_minutes.Count > 0 && _minutes[0].Minute < from)
        {
            _minutes.RemoveAll(minute => minute.Minute < from);
        }

        return _minutes;
    }
}
