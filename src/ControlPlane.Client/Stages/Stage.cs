using System.Collections.ObjectModel;

namespace ControlPlane.Client.Stages;

/// <summary>A stage: a deployment of an API, served by a name.</summary>
public sealed record Stage
{
    /// <summary>Its name.</summary>
    public string StageName { get => field ?? ""; init; } = "";

    /// <summary>The deployment it serves.</summary>
    public string DeploymentId { get => field ?? ""; init; } = "";

    /// <summary>A text for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Its variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get => field ?? ReadOnlyDictionary<string, string>.Empty; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The canary, while there is one.</summary>
    public CanarySettings? CanarySettings { get; init; }

    /// <summary>Settings by resource path and verb; <c>*/*</c> for all methods.</summary>
    public IReadOnlyDictionary<string, MethodSetting> MethodSettings { get => field ?? ReadOnlyDictionary<string, MethodSetting>.Empty; init; } = ReadOnlyDictionary<string, MethodSetting>.Empty;

    /// <summary>Whether responses are cached.</summary>
    public bool CacheClusterEnabled { get; init; }

    /// <summary>The cache's size in GB, or null.</summary>
    public string? CacheClusterSize { get; init; }

    /// <summary>Whether requests are traced.</summary>
    public bool TracingEnabled { get; init; }

    /// <summary>The access log, or null when there is none.</summary>
    public AccessLogSettings? AccessLogSettings { get; init; }

    /// <summary>The certificate shown to HTTP backends, or null.</summary>
    public string? ClientCertificateId { get; init; }

    /// <summary>The version of the documentation, or null.</summary>
    public string? DocumentationVersion { get; init; }

    /// <summary>The web ACL, or null.</summary>
    public string? WebAclArn { get; init; }

    /// <summary>Whether neither the stage nor its API can be deleted.</summary>
    public bool DeletionProtection { get; init; }

    /// <summary>The log level it was given at run time, or null.</summary>
    public LogLevel? LogLevel { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get => field ?? ReadOnlyDictionary<string, string>.Empty; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedDate { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset LastUpdatedDate { get; init; }
}

/// <summary>A stage's canary.</summary>
public sealed record CanarySettings
{
    /// <summary>Its share of the traffic, 0.0 to 100.0.</summary>
    public double PercentTraffic { get; init; }

    /// <summary>The deployment it serves.</summary>
    public string DeploymentId { get => field ?? ""; init; } = "";

    /// <summary>Its variables that differ from the stage's.</summary>
    public IReadOnlyDictionary<string, string> StageVariableOverrides { get => field ?? ReadOnlyDictionary<string, string>.Empty; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Whether it shares the stage's cache.</summary>
    public bool UseStageCache { get; init; }
}

/// <summary>The settings of a method, or of all methods.</summary>
public sealed record MethodSetting
{
    /// <summary>Whether metrics are kept for the method.</summary>
    public bool MetricsEnabled { get; init; }

    /// <summary>What the execution log gets: OFF, ERROR, INFO; null when it is not set.</summary>
    public string? LoggingLevel { get; init; }

    /// <summary>Whether the execution log gets headers and bodies.</summary>
    public bool DataTraceEnabled { get; init; }

    /// <summary>How many requests may come at once; -1 for any number.</summary>
    public int ThrottlingBurstLimit { get; init; } = -1;

    /// <summary>How many requests per second may come; -1 for any number.</summary>
    public double ThrottlingRateLimit { get; init; } = -1;

    /// <summary>Whether responses are cached.</summary>
    public bool CachingEnabled { get; init; }

    /// <summary>How long responses are cached, seconds, 0 to 3600.</summary>
    public int CacheTtlInSeconds { get; init; }

    /// <summary>Whether cached responses are encrypted.</summary>
    public bool CacheDataEncrypted { get; init; }

    /// <summary>Whether only authorized callers may invalidate the cache.</summary>
    public bool RequireAuthorizationForCacheControl { get; init; }

    /// <summary>What others get who try.</summary>
    public string? UnauthorizedCacheControlHeaderStrategy { get; init; }
}

/// <summary>An access log.</summary>
public sealed record AccessLogSettings
{
    /// <summary>One line of it, with $context variables, or null.</summary>
    public string? Format { get; init; }

    /// <summary>Where it goes, or null.</summary>
    public string? DestinationArn { get; init; }
}

/// <summary>A stage to be created.</summary>
/// <param name="StageName">Its name.</param>
/// <param name="DeploymentId">The deployment it serves.</param>
public sealed record NewStage(string StageName, string DeploymentId)
{
    /// <summary>A text for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Its variables, or null.</summary>
    public IReadOnlyDictionary<string, string>? Variables { get; init; }
}
