using System.Collections.Concurrent;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Gateway.Admission.Keys;
using ControlPlane.Storage.Access;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>Keys, plans and counts in memory that can be changed and made to fail.</summary>
internal sealed class FakeAccessSource : IAccessSource
{
    private readonly ConcurrentDictionary<string, ApiKey> _keys = new();
    private readonly ConcurrentDictionary<string, UsagePlan> _plans = new();
    private readonly ConcurrentDictionary<(string Plan, string Key, DateOnly Day), (long Used, long Granted)> _usage = new();
    private int _keyReads;
    private int _adds;

    public long Mark { get; set; } = 1;

    public bool Fails { get; set; }

    public int KeyReads => Volatile.Read(ref _keyReads);

    public int Adds => Volatile.Read(ref _adds);

    public void Put(ApiKey key) => _keys[ApiKeyRules.DigestOf(key.Value)] = key;

    public void Put(UsagePlan plan) => _plans[plan.Id] = plan;

    public long Used(string planId, string keyId) => _usage.Where(day => day.Key.Plan == planId && day.Key.Key == keyId).Sum(day => day.Value.Used);

    public void Add(string planId, string keyId, DailyUsage usage) =>
        _usage.AddOrUpdate((planId, keyId, usage.Day), (usage.Used, usage.Granted), (_, was) => (was.Used + usage.Used, was.Granted + usage.Granted));

    public ValueTask<long> ReadMarkAsync(CancellationToken cancellationToken) => Answer(Mark);

    public ValueTask<ApiKey?> FindKeyAsync(string digest, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _keyReads);
        return Answer(_keys.GetValueOrDefault(digest));
    }

    public ValueTask<UsagePlan?> LoadPlanAsync(string planId, CancellationToken cancellationToken) => Answer(_plans.GetValueOrDefault(planId));

    public ValueTask<IReadOnlyList<DailyUsage>> ReadUsageAsync(string planId, string keyId, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<DailyUsage>>(
        [
            .. _usage.Where(day => day.Key.Plan == planId && day.Key.Key == keyId && day.Key.Day >= first && day.Key.Day <= last)
                .Select(day => new DailyUsage(day.Key.Day, day.Value.Used, day.Value.Granted)),
        ]);

    public ValueTask AddUsageAsync(string planId, string keyId, DailyUsage usage, CancellationToken cancellationToken)
    {
        if (Fails)
        {
            throw new IOException("The store is down.");
        }

        Interlocked.Increment(ref _adds);
        Add(planId, keyId, usage);
        return default;
    }

    private ValueTask<T> Answer<T>(T value) => Fails ? throw new IOException("The store is down.") : new(value);
}
