using ControlPlane.Domain.WebAcls;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>A named address of an API that serves one deployment, and beside it possibly a canary (AWS: Stage).</summary>
public sealed record Stage
{
    /// <summary>The API the stage belongs to.</summary>
    public required string RestApiId { get; init; }

    /// <summary>The first path segment of the invoke address, <c>[A-Za-z0-9_-]</c>, at most 128 characters.</summary>
    public required string StageName { get; init; }

    /// <summary>The deployment that base requests are served by.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Free text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Whether a response cache is on.</summary>
    public bool CacheClusterEnabled { get; init; }

    /// <summary>The cache's size in GB as AWS names it (<c>0.5</c> to <c>237</c>), or null while there was none.</summary>
    public string? CacheClusterSize { get; init; }

    /// <summary>The client certificate shown to HTTP backends, or null.</summary>
    public string? ClientCertificateId { get; init; }

    /// <summary>Stage variables, at most 100.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>Settings by method key (<c>*/*</c>, <c>~1pets~1{id}/GET</c>).</summary>
    public IReadOnlyDictionary<string, MethodSetting> MethodSettings { get; init => field = value ?? Maps.Empty<MethodSetting>(); } = Maps.Empty<MethodSetting>();

    /// <summary>The published documentation version, or null.</summary>
    public string? DocumentationVersion { get; init; }

    /// <summary>Where access logs go and what they say, or null.</summary>
    public AccessLogSettings? AccessLogSettings { get; init; }

    /// <summary>The canary release, or null while there is none.</summary>
    public CanarySettings? CanarySettings { get; init; }

    /// <summary>Who is in the canary, or null when chance decides for each request.</summary>
    public CanaryAffinity? CanaryAffinity { get; init; }

    /// <summary>What is sent to the canary to be compared, or null when nothing is.</summary>
    public StageMirroring? Mirroring { get; init; }

    /// <summary>Whether requests are traced.</summary>
    public bool TracingEnabled { get; init; }

    /// <summary>The log level it was given at run time, or null while its methods' settings and the host's default count.</summary>
    public LogLevelOverride? LogLevel { get; init; }

    /// <summary>The ARN of the web ACL in front of the stage, or null.</summary>
    public string? WebAclArn { get; init; }

    /// <summary>The web ACL itself, or null.</summary>
    public WebAcl? WebAcl { get; init; }

    /// <summary>True while neither the stage nor its API can be deleted.</summary>
    public bool DeletionProtection { get; init; }

    /// <summary>How often its authorizers' kept verdicts were thrown away: those of an earlier count are not used any more.</summary>
    public int AuthorizerFlushes { get; init; }

    /// <summary>How often its response cache was emptied: responses kept under an earlier count are not served any more.</summary>
    public int CacheFlushes { get; init; }

    /// <summary>The stage's own tags, at most 50.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>The tags of its API, as a copy: so that each change of them is in the stage's history.</summary>
    public IReadOnlyDictionary<string, string> InheritedTags { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>When it was created, to the second.</summary>
    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>When it was last changed, to the second.</summary>
    public required DateTimeOffset LastUpdatedDate { get; init; }

    /// <summary>The rollout that moves its traffic, or null while none runs: set and removed by the very changes that start and end it.</summary>
    public string? RolloutId { get; init; }

    /// <summary>What becomes of deployments to it while a rollout runs.</summary>
    public DeploymentDuringRollout OnDeploymentDuringRollout { get; init; }

    /// <summary>The deployment that waits for the end of the rollout, or null.</summary>
    public StageDeployment? QueuedDeployment { get; init; }

    /// <summary>What the stage served before, newest last; what a rollback goes back to.</summary>
    public IReadOnlyList<ServedRelease> Releases { get; init => field = value ?? []; } = [];

    /// <summary>The event that made this revision of the stage.</summary>
    public required StageEvent LastEvent { get; init; }

    /// <summary>The tags in force: the API's, and over them the stage's own.</summary>
    public IReadOnlyDictionary<string, string> EffectiveTags() => InheritedTags.Overlay(Tags);
}

/// <summary>Where access logs go and what they say (AWS: AccessLogSettings).</summary>
/// <param name="DestinationArn">A log group or Firehose ARN, or null.</param>
/// <param name="Format">One line with <c>$context</c> variables, or null.</param>
public sealed record AccessLogSettings(string? DestinationArn, string? Format);
