using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>The canary release of a stage (AWS: CanarySettings).</summary>
public sealed record CanarySettings
{
    /// <summary>Share of requests served by the canary, 0.0 to 100.0.</summary>
    public double PercentTraffic { get; init; }

    /// <summary>The deployment the canary serves.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Variables the canary sees over those of the stage; may add names.</summary>
    public IReadOnlyDictionary<string, string> StageVariableOverrides { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>Whether the canary shares the stage's cache.</summary>
    public bool UseStageCache { get; init; }

    /// <summary>What a sticky split mixes into its hashes (<see cref="CanarySalt"/>), or null for the deployment's id. Not shown.</summary>
    public string? Salt { get; init; }
}
