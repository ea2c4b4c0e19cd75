using System.Globalization;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Access;

/// <summary>What routers did with the requests of a throttled method in a second.</summary>
/// <param name="Second">The second since 1970.</param>
/// <param name="Asked">Requests that came.</param>
/// <param name="Passed">Requests that were let through.</param>
/// <param name="Routers">Routers that have told of it.</param>
public readonly record struct ThrottleUse(long Second, long Asked, long Passed, long Routers);

/// <summary>Counts the requests of throttled methods by the second, for routers to share out limits among them.</summary>
/// <param name="store">The store.</param>
public sealed class ThrottleUseRepository(IItemStore store)
{
    private const string _asked = "asked";
    private const string _passed = "passed";
    private const string _routers = "routers";

    // Twice as long as anybody looks back.
    private static readonly TimeSpan _kept = TimeSpan.FromMinutes(4);

    /// <summary>Adds to a second's counts.</summary>
    /// <param name="bucket">The method and its stage.</param>
    /// <param name="use">The second, and what to add.</param>
    /// <param name="cancellationToken">Gives up waiting; the addition may still happen.</param>
    public ValueTask AddAsync(string bucket, ThrottleUse use, CancellationToken cancellationToken)
    {
        var deltas = new Dictionary<string, long>(3) { [_asked] = use.Asked, [_passed] = use.Passed, [_routers] = use.Routers };
        return store.AddAsync(
            new ItemKey(Keys.ThrottleUse(bucket), Keys.Second(use.Second)), deltas, DateTimeOffset.FromUnixTimeSeconds(use.Second) + _kept, cancellationToken);
    }

    /// <summary>Reads the counts of seconds, both included, in order; seconds without any are left out.</summary>
    public async ValueTask<IReadOnlyList<ThrottleUse>> ReadAsync(string bucket, long first, long last, CancellationToken cancellationToken)
    {
        var items = await store.GetCountersAsync(Keys.ThrottleUse(bucket), Keys.Second(first), Keys.Second(last), cancellationToken).ConfigureAwait(false);
        var uses = new ThrottleUse[items.Count];
        for (var i = 0; i < uses.Length; i++)
        {
            var values = items[i].Values;
            uses[i] = new ThrottleUse(
                long.Parse(items[i].Key.Sort, CultureInfo.InvariantCulture),
                values.GetValueOrDefault(_asked),
                values.GetValueOrDefault(_passed),
                values.GetValueOrDefault(_routers));
        }

        return uses;
    }
}
