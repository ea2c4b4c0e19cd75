using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Storage.Access;

namespace ControlPlane.Gateway.Admission.Keys;

/// <summary>
/// Where the data plane reads API keys and usage plans, and counts what keys use. Members may block the calling thread and may throw;
/// what was read last keeps serving then.
/// </summary>
public interface IAccessSource
{
    /// <summary>Reads what is another number after every change of keys, plans, or what was granted beyond a quota.</summary>
    ValueTask<long> ReadMarkAsync(CancellationToken cancellationToken);

    /// <summary>Finds a key by its value's digest (<see cref="ApiKeyRules.DigestOf"/>), or null when there is none.</summary>
    ValueTask<ApiKey?> FindKeyAsync(string digest, CancellationToken cancellationToken);

    /// <summary>Reads a usage plan, or null when there is none.</summary>
    ValueTask<UsagePlan?> LoadPlanAsync(string planId, CancellationToken cancellationToken);

    /// <summary>Reads what a key used of a plan on days, both included.</summary>
    ValueTask<IReadOnlyList<DailyUsage>> ReadUsageAsync(string planId, string keyId, DateOnly first, DateOnly last, CancellationToken cancellationToken);

    /// <summary>Adds to what a key used of a plan.</summary>
    ValueTask AddUsageAsync(string planId, string keyId, DailyUsage usage, CancellationToken cancellationToken);
}
