using ControlPlane.Domain.Metrics;
using ControlPlane.Gateway.Recording;

namespace ControlPlane.Gateway.Metrics;

/// <summary>The counts of one key, in stripes: each processor has its own, so that requests seldom meet.</summary>
internal sealed class MetricSeries
{
    private const int FunctionFailure = 502;

    private static readonly int StripeCount = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 16));

    private readonly Stripe[] _stripes = new Stripe[StripeCount];
    private StageLabels _labels;

    public MetricSeries(SeriesKey key, StageLabels labels)
    {
        (Key, _labels) = (key, labels);
        for (var i = 0; i < _stripes.Length; i++)
        {
            _stripes[i] = new Stripe();
        }
    }

    public SeriesKey Key { get; }

    /// <summary>How many drains in a row found nothing; for who drains alone.</summary>
    public int IdleDrains { get; set; }

    /// <summary>Counts a request. Allocates only when a minute begins, or the first request comes after a drain.</summary>
    /// <returns>False when the series has ended: the request belongs to the one that comes after it.</returns>
    public bool TryAdd(in RequestRecord record)
    {
        // Deployments may rename the API.
        _labels = record.Labels;
        return _stripes[Thread.GetCurrentProcessorId() & (_stripes.Length - 1)].TryAdd(record, StatusOf(record));
    }

    /// <summary>The status that counts; of a version that failed always an error of the server, though a mapping may have made something else of it.</summary>
    private int? StatusOf(in RequestRecord record) => record.Aborted ? null
        : Key.Version is not null && record.FunctionFailed ? Math.Max(record.Status, FunctionFailure)
        : record.Status;

    /// <summary>Takes out what was counted.</summary>
    public void Drain(List<MinuteMetrics> drained)
    {
        var minutes = new SortedDictionary<long, RequestCounts>();
        foreach (var stripe in _stripes)
        {
            stripe.Drain(minutes);
        }

        IdleDrains = minutes.Count > 0 ? 0 : IdleDrains + 1;
        foreach (var (minute, counts) in minutes)
        {
            drained.Add(new MinuteMetrics
            {
                ApiId = Key.ApiId,
                Labels = _labels,
                StageName = Key.StageName,
                IsCanary = Key.IsCanary,
                ResourcePath = Key.ResourcePath,
                Verb = Key.Verb,
                Version = Key.Version,
                Minute = new DateTimeOffset(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero),
                Counts = counts,
            });
        }
    }

    /// <summary>Takes no more requests; what is counted until then is drained as ever.</summary>
    public void End(List<MinuteMetrics> drained)
    {
        foreach (var stripe in _stripes)
        {
            stripe.End();
        }

        Drain(drained);
    }

    // The lock is held for the time of some additions; what is drained is summed up outside.
    private sealed class Stripe
    {
        private readonly Lock _gate = new();
        private List<(long Minute, RequestCounts Counts)> _minutes = [];
        private bool _ended;

        public bool TryAdd(in RequestRecord record, int? status)
        {
            var minute = (record.ReceivedAt.UtcTicks + record.Latency.Ticks) / TimeSpan.TicksPerMinute;
            lock (_gate)
            {
                if (_ended)
                {
                    return false;
                }

                if (_minutes.Count == 0 || _minutes[^1].Minute != minute)
                {
                    _minutes.Add((minute, new RequestCounts()));
                }

                _minutes[^1].Counts.Add(status, record.Latency, record.IntegrationLatency);
                return true;
            }
        }

        public void Drain(SortedDictionary<long, RequestCounts> minutes)
        {
            var fresh = new List<(long Minute, RequestCounts Counts)>();
            lock (_gate)
            {
                if (_minutes.Count == 0)
                {
                    return;
                }

                (fresh, _minutes) = (_minutes, fresh);
            }

            foreach (var (minute, counts) in fresh)
            {
                if (!minutes.TryAdd(minute, counts))
                {
                    minutes[minute].Add(counts);
                }
            }
        }

        public void End()
        {
            lock (_gate)
            {
                _ended = true;
            }
        }
    }
}
