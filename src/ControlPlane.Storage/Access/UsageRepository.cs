using System.Globalization;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Access;

/// <summary>What a key used of its plan on a day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Used">Requests.</param>
/// <param name="Granted">Requests that were granted beyond the plan's limit; negative for ones taken away.</param>
public readonly record struct DailyUsage(DateOnly Day, long Used, long Granted);

/// <summary>Counts the requests of keys, by plan and day. Counts are kept for <see cref="KeptDays"/> days.</summary>
/// <param name="store">The store.</param>
public sealed class UsageRepository(IItemStore store)
{
    /// <summary>For how long a day's count is kept.</summary>
    public const int KeptDays = 90;

    private const string _used = "used";
    private const string _granted = "granted";

    /// <summary>Adds to a day's counts.</summary>
    /// <param name="planId">The plan.</param>
    /// <param name="keyId">The key.</param>
    /// <param name="usage">The day, and what to add.</param>
    /// <param name="cancellationToken">Gives up waiting; the addition may still happen.</param>
    public ValueTask AddAsync(string planId, string keyId, DailyUsage usage, CancellationToken cancellationToken)
    {
        var deltas = new Dictionary<string, long>(2);
        if (usage.Used != 0)
        {
            deltas[_used] = usage.Used;
        }

        if (usage.Granted != 0)
        {
            deltas[_granted] = usage.Granted;
        }

        var expiry = new DateTimeOffset(usage.Day.AddDays(KeptDays + 1), TimeOnly.MinValue, TimeSpan.Zero);
        return deltas.Count == 0
            ? default
            : store.AddAsync(new ItemKey(Keys.Usage(planId), Keys.UsageOf(keyId, usage.Day)), deltas, expiry, cancellationToken);
    }

    /// <summary>Reads the counts of days, both included, in order; days without any are left out.</summary>
    public async ValueTask<IReadOnlyList<DailyUsage>> ReadAsync(string planId, string keyId, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var items = await store.GetCountersAsync(Keys.Usage(planId), Keys.UsageOf(keyId, first), Keys.UsageOf(keyId, last), cancellationToken).ConfigureAwait(false);
        var days = new List<DailyUsage>(items.Count);
        foreach (var item in items)
        {
            var day = DateOnly.ParseExact(item.Key.Sort.AsSpan(keyId.Length + 1), "yyyy-MM-dd", CultureInfo.InvariantCulture);
            days.Add(new DailyUsage(day, item.Values.GetValueOrDefault(_used), item.Values.GetValueOrDefault(_granted)));
        }

        return days;
    }
}
