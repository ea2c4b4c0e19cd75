using System.Globalization;
using ControlPlane.Domain.Metrics;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Metrics;

/// <summary>The requests of one minute.</summary>
/// <param name="Minute">The minute's beginning.</param>
/// <param name="Counts">What they came to.</param>
public sealed record MinuteCounts(DateTimeOffset Minute, RequestCounts Counts);

/// <summary>
/// Counts the requests of stages, by variant and minute, and beside it by version of the functions that stages call by alias. Any number of routers may add to the same minute. Counts are kept for
/// <see cref="KeptDays"/> days.
/// </summary>
/// <param name="store">The store.</param>
public sealed class MetricsRepository(IItemStore store)
{
    /// <summary>For how long a minute's counts are kept.</summary>
    public const int KeptDays = 15;

    private const string _count = "count";
    private const string _clientErrors = "4xx";
    private const string _serverErrors = "5xx";
    private const string _latencySum = "lsum";
    private const string _integrationSum = "isum";
    private const char _latency = 'l';
    private const char _integration = 'i';

    private static readonly string[] _latencyNames = Names(_latency);
    private static readonly string[] _integrationNames = Names(_integration);

    /// <summary>Adds to a minute's counts, in one atomic step.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="isCanary">True for its canary.</param>
    /// <param name="counts">The minute, and what to add; must not change until the call completes.</param>
    /// <param name="cancellationToken">Gives up waiting; the addition may still happen.</param>
    public ValueTask AddAsync(string apiId, string stageName, bool isCanary, MinuteCounts counts, CancellationToken cancellationToken) =>
        AddAsync(Keys.Metrics(apiId, stageName, isCanary), counts, cancellationToken);

    /// <summary>Adds to a minute's counts of what a version of a function has served for a stage, in one atomic step.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="version">The version.</param>
    /// <param name="counts">The minute, and what to add; must not change until the call completes.</param>
    /// <param name="cancellationToken">Gives up waiting; the addition may still happen.</param>
    public ValueTask AddAsync(string apiId, string stageName, FunctionVersion version, MinuteCounts counts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        return AddAsync(Keys.Metrics(apiId, stageName, version), counts, cancellationToken);
    }

    /// <summary>Reads the minutes of a window in order; those without requests are left out.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="isCanary">True for its canary.</param>
    /// <param name="first">A time in the first minute.</param>
    /// <param name="last">A time in the last minute.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<IReadOnlyList<MinuteCounts>> ReadAsync(
        string apiId, string stageName, bool isCanary, DateTimeOffset first, DateTimeOffset last, CancellationToken cancellationToken) =>
        ReadAsync(Keys.Metrics(apiId, stageName, isCanary), first, last, cancellationToken);

    /// <summary>Reads the minutes in which a version of a function has served requests of a stage, in order.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="version">The version.</param>
    /// <param name="first">A time in the first minute.</param>
    /// <param name="last">A time in the last minute.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<IReadOnlyList<MinuteCounts>> ReadAsync(
        string apiId, string stageName, FunctionVersion version, DateTimeOffset first, DateTimeOffset last, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        return ReadAsync(Keys.Metrics(apiId, stageName, version), first, last, cancellationToken);
    }

    private static string[] Names(char kind) =>
        [.. Enumerable.Range(0, LatencyScale.Buckets).Select(bucket => string.Create(CultureInfo.InvariantCulture, $"{kind}{bucket}"))];

    private static void Put(Dictionary<string, long> deltas, string name, long value)
    {
        if (value != 0)
        {
            deltas[name] = value;
        }
    }

    private static void Put(Dictionary<string, long> deltas, string sum, string[] names, LatencyHistogram latency)
    {
        Put(deltas, sum, latency.SumMicroseconds);
        for (var i = 0; i < names.Length; i++)
        {
            Put(deltas, names[i], latency.Buckets[i]);
        }
    }

    private static RequestCounts Read(IReadOnlyDictionary<string, long> values)
    {
        var counts = new RequestCounts();
        counts.Add(values.GetValueOrDefault(_count), values.GetValueOrDefault(_clientErrors), values.GetValueOrDefault(_serverErrors));
        counts.Latency.AddSum(values.GetValueOrDefault(_latencySum));
        counts.IntegrationLatency.AddSum(values.GetValueOrDefault(_integrationSum));
        foreach (var (name, value) in values)
        {
            var histogram = name[0] switch
            {
                _latency => counts.Latency,
                _integration => counts.IntegrationLatency,
                _ => null,
            };
            if (histogram is not null && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var bucket) && bucket < LatencyScale.Buckets)
            {
                histogram.Add(bucket, value);
            }
        }

        return counts;
    }

    private async ValueTask<IReadOnlyList<MinuteCounts>> ReadAsync(string partition, DateTimeOffset first, DateTimeOffset last, CancellationToken cancellationToken)
    {
        var items = await store.GetCountersAsync(partition, Keys.Minute(first), Keys.Minute(last), cancellationToken).ConfigureAwait(false);
        var minutes = new List<MinuteCounts>(items.Count);
        foreach (var item in items)
        {
            var minute = DateTimeOffset.ParseExact(item.Key.Sort, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            minutes.Add(new MinuteCounts(minute, Read(item.Values)));
        }

        return minutes;
    }

    private ValueTask AddAsync(string partition, MinuteCounts counts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var deltas = new Dictionary<string, long>();
        Put(deltas, _count, counts.Counts.Count);
        Put(deltas, _clientErrors, counts.Counts.ClientErrors);
        Put(deltas, _serverErrors, counts.Counts.ServerErrors);
        Put(deltas, _latencySum, _latencyNames, counts.Counts.Latency);
        Put(deltas, _integrationSum, _integrationNames, counts.Counts.IntegrationLatency);
        return deltas.Count == 0
            ? default
            : store.AddAsync(new ItemKey(partition, Keys.Minute(counts.Minute)), deltas, counts.Minute.AddDays(KeptDays), cancellationToken);
    }
}
