using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Throttling;
using ControlPlane.Gateway.Tracing;

namespace ControlPlane.Gateway;

/// <summary>What a data plane needs to know beside its collaborators.</summary>
public sealed record GatewayOptions
{
    /// <summary>The account that events and ARNs carry: twelve digits.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>The region that ARNs carry.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>What stages log that were told nothing else, neither by their own log level nor by method settings. See <see cref="Logging.StageLevels"/>.</summary>
    public StageLogLevel StageLogLevel { get; init; } = StageLogLevel.Warning;

    /// <summary>How fast requests of all stages together may come. The default is what the control API shows for the account.</summary>
    public ThrottleLimits AccountThrottle { get; init; } = ThrottleLimits.Account;

    /// <summary>Which requests of stages with tracing are traced when their header has not decided. The default is X-Ray's.</summary>
    public TraceSampling TraceSampling { get; init; } = TraceSampling.Default;

    /// <summary>
    /// Most bytes that the cached responses of all stages take in this process, whatever sizes the stages ask for; 0 for none, requests then
    /// go to their backends. The default is an eighth of the memory the process may use, 256 MB at most.
    /// </summary>
    public long CacheBytes { get; init; } = Math.Min(256L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8);

    /// <summary>
    /// How often a stage's revision is compared with the store's, at most; null when the control API in the same process notifies
    /// every change. Design: one second; then a change is served within two.
    /// </summary>
    public TimeSpan? RevalidateEvery { get; init; }
}
