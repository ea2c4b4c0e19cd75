using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Logging.AccessLogs;
using ControlPlane.Gateway.Logging.Volumes;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Splitting;
using ControlPlane.Gateway.Tracing;
using ControlPlane.Gateway.WebAcls;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>Everything requests need of one revision of a stage. Immutable; replaced as a whole.</summary>
internal sealed class StageSnapshot
{
    public required string AccountId { get; init; }

    public required string ApiId { get; init; }

    public required string StageName { get; init; }

    public required StageVersion Version { get; init; }

    public required StageVariant Base { get; init; }

    /// <summary>The canary, or null while the stage has none.</summary>
    public StageVariant? Canary { get; init; }

    /// <summary>The canary's share, 0.0 to 100.0.</summary>
    public double CanaryPercent { get; init; }

    /// <summary>Who is in the canary, or null when chance decides.</summary>
    public StageSplit? Split { get; init; }

    /// <summary>True while a rollout moves the stage's traffic, and waits for what is counted.</summary>
    public bool IsRollingOut { get; init; }

    /// <summary>The log level the stage was given at run time, or null.</summary>
    public LevelOverride? LevelOverride { get; init; }

    /// <summary>Traces its requests, or null when they are not traced.</summary>
    public RequestTracer? Tracer { get; init; }

    /// <summary>What requests must pass first, or null.</summary>
    public WebAclFilter? WebAcl { get; init; }

    /// <summary>The web ACL's ARN, or null.</summary>
    public string? WebAclArn { get; init; }

    public bool HasCanary => Canary is not null;
}

/// <summary>One of the two sides of a stage.</summary>
internal sealed class StageVariant
{
    public required DeploymentPlan Deployment { get; init; }

    public required bool IsCanary { get; init; }

    /// <summary>The variables this side sees: for the canary the stage's, overlaid with its overrides.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The methods in the order of the deployment's ordinals.</summary>
    public required BoundMethod[] Methods { get; init; }

    /// <summary>Gets the records of requests; its category names the stage, and the canary apart from it.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>How big its records are, as far as its requests have told.</summary>
    public RecordSizes RecordSizes { get; } = new();

    /// <summary>Its access log, or null.</summary>
    public StageAccessLog? AccessLog { get; init; }

    /// <summary>What metrics call it; empty where nothing is measured.</summary>
    public StageLabels Labels { get; init; } = new("", "");

    /// <summary>The level of requests that match no method: that of <c>*/*</c>, else the gateway's default.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;

    /// <summary><c>base</c> or <c>canary</c>.</summary>
    public string Name => RequestLogging.VariantName(IsCanary);

    public string DeploymentId => Deployment.DeploymentId;
}
