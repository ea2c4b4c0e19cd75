using ControlPlane.Domain.Metrics;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Metrics;

/// <summary>
/// Counts what mirroring has found, by canary deployment and route. Any number of routers may add to it. Counts are kept for
/// <see cref="KeptDays"/> days after the last addition.
/// </summary>
/// <param name="store">The store.</param>
public sealed class MirroringRepository(IItemStore store)
{
    /// <summary>For how long counts are kept.</summary>
    public const int KeptDays = 15;

    private const string _times = "count";
    private const char _counts = 'C';
    private const char _sample = 'S';

    /// <summary>Adds what was found of a route, each difference in a step of its own.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="findings">What to add; must not change until the call completes.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Gives up waiting; the additions may still happen.</param>
    public async ValueTask AddAsync(string apiId, string stageName, MirroringFindings findings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var (partition, route) = (Keys.Mirroring(apiId, stageName), $"{findings.HttpMethod} {findings.ResourcePath}");
        var expiresAt = now.AddDays(KeptDays);
        foreach (var (difference, count) in findings.Samples)
        {
            var key = new ItemKey(partition, $"{findings.DeploymentId}#{_sample}#{route}#{difference}");
            await store.AddAsync(key, new Dictionary<string, long> { [_times] = count }, expiresAt, cancellationToken).ConfigureAwait(false);
        }

        if (findings.Counts.Count > 0)
        {
            await store.AddAsync(new ItemKey(partition, $"{findings.DeploymentId}#{_counts}#{route}"), findings.Counts, expiresAt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what was found with a canary deployment, route by route.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="deploymentId">The deployment the canary served.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<IReadOnlyList<MirroringFindings>> ReadAsync(string apiId, string stageName, string deploymentId, CancellationToken cancellationToken)
    {
        // $ comes next after #.
        var items = await store.GetCountersAsync(Keys.Mirroring(apiId, stageName), $"{deploymentId}#", $"{deploymentId}$", cancellationToken).ConfigureAwait(false);
        var counts = new Dictionary<string, IReadOnlyDictionary<string, long>>(StringComparer.Ordinal);
        var samples = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var parts = item.Key.Sort.Split('#', 4);
            if (parts is [_, [_counts], var route])
            {
                counts[route] = item.Values;
                samples.TryAdd(route, []);
            }
            else if (parts is [_, [_sample], var sampled, var difference])
            {
                samples.TryAdd(sampled, []);
                samples[sampled][difference] = item.Values.GetValueOrDefault(_times);
            }
        }

        return [.. samples.OrderBy(static route => route.Key, StringComparer.Ordinal).Select(found => Findings(found.Key, found.Value))];

        MirroringFindings Findings(string route, Dictionary<string, long> differences)
        {
            var blank = route.IndexOf(' ', StringComparison.Ordinal);
            return new MirroringFindings
            {
                DeploymentId = deploymentId,
                HttpMethod = route[..blank],
                ResourcePath = route[(blank + 1)..],
                Counts = counts.GetValueOrDefault(route) ?? new Dictionary<string, long>(),
                Samples = differences,
            };
        }
    }
}
