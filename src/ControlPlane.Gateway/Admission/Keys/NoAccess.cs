using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Storage.Access;

namespace ControlPlane.Gateway.Admission.Keys;

/// <summary>A place without API keys.</summary>
internal sealed class NoAccess : IAccessSource
{
    public static NoAccess Instance { get; } = new();

    public ValueTask<long> ReadMarkAsync(CancellationToken cancellationToken) => new(0L);

    public ValueTask<ApiKey?> FindKeyAsync(string digest, CancellationToken cancellationToken) => default;

    public ValueTask<UsagePlan?> LoadPlanAsync(string planId, CancellationToken cancellationToken) => default;

    public ValueTask<IReadOnlyList<DailyUsage>> ReadUsageAsync(string planId, string keyId, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        new([]);

    public ValueTask AddUsageAsync(string planId, string keyId, DailyUsage usage, CancellationToken cancellationToken) => default;
}
