using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Storage.Access;

namespace ControlPlane.Gateway.Admission.Keys;

/// <summary>Reads keys and plans from the repositories the control API writes, and counts in the one it reads.</summary>
/// <param name="mark">Tells of changes.</param>
/// <param name="keys">The API keys.</param>
/// <param name="plans">The usage plans.</param>
/// <param name="counts">The counts.</param>
public sealed class StoredAccessSource(AccessMark mark, ApiKeyRepository keys, UsagePlanRepository plans, UsageRepository counts) : IAccessSource
{
    /// <inheritdoc/>
    public ValueTask<long> ReadMarkAsync(CancellationToken cancellationToken) => mark.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ApiKey?> FindKeyAsync(string digest, CancellationToken cancellationToken) => keys.FindAsync(digest, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<UsagePlan?> LoadPlanAsync(string planId, CancellationToken cancellationToken) =>
        (await plans.GetAsync(planId, cancellationToken).ConfigureAwait(false))?.Value;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DailyUsage>> ReadUsageAsync(string planId, string keyId, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        counts.ReadAsync(planId, keyId, first, last, cancellationToken);

    /// <inheritdoc/>
    public ValueTask AddUsageAsync(string planId, string keyId, DailyUsage usage, CancellationToken cancellationToken) =>
        counts.AddAsync(planId, keyId, usage, cancellationToken);
}
