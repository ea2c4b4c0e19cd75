using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Stages;

/// <summary>Settings of one method of a stage, or of all (key <c>*/*</c>) (AWS: MethodSetting). The defaults are those AWS fills in.</summary>
public sealed record MethodSetting
{
    /// <summary>Creates settings. A stored document that lacks one of these reads with its default, too.</summary>
    /// <param name="throttlingBurstLimit">See <see cref="ThrottlingBurstLimit"/>.</param>
    /// <param name="throttlingRateLimit">See <see cref="ThrottlingRateLimit"/>.</param>
    /// <param name="cacheTtlInSeconds">See <see cref="CacheTtlInSeconds"/>.</param>
    /// <param name="requireAuthorizationForCacheControl">See <see cref="RequireAuthorizationForCacheControl"/>.</param>
    /// <param name="unauthorizedCacheControlHeaderStrategy">See <see cref="UnauthorizedCacheControlHeaderStrategy"/>.</param>
    public MethodSetting(
        int throttlingBurstLimit = 5000,
        double throttlingRateLimit = 10_000,
        int cacheTtlInSeconds = 300,
        bool requireAuthorizationForCacheControl = true,
        UnauthorizedCacheControlHeaderStrategy unauthorizedCacheControlHeaderStrategy = UnauthorizedCacheControlHeaderStrategy.SucceedWithResponseHeader)
    {
        ThrottlingBurstLimit = throttlingBurstLimit;
        ThrottlingRateLimit = throttlingRateLimit;
        CacheTtlInSeconds = cacheTtlInSeconds;
        RequireAuthorizationForCacheControl = requireAuthorizationForCacheControl;
        UnauthorizedCacheControlHeaderStrategy = unauthorizedCacheControlHeaderStrategy;
    }

    /// <summary>Whether detailed metrics are kept.</summary>
    public bool MetricsEnabled { get; init; }

    /// <summary>The execution log level, or null while never set (acts as OFF).</summary>
    public LoggingLevel? LoggingLevel { get; init; }

    /// <summary>Whether execution logs hold headers and bodies.</summary>
    public bool DataTraceEnabled { get; init; }

    /// <summary>Token bucket size in requests.</summary>
    public int ThrottlingBurstLimit { get; init; }

    /// <summary>Token bucket refill in requests per second.</summary>
    public double ThrottlingRateLimit { get; init; }

    /// <summary>Whether responses are cached.</summary>
    public bool CachingEnabled { get; init; }

    /// <summary>Seconds a response stays cached, 0 to 3600.</summary>
    public int CacheTtlInSeconds { get; init; }

    /// <summary>Whether cached responses are encrypted.</summary>
    public bool CacheDataEncrypted { get; init; }

    /// <summary>Whether invalidating an entry needs authorization.</summary>
    public bool RequireAuthorizationForCacheControl { get; init; }

    /// <summary>What an unauthorized invalidation gets.</summary>
    public UnauthorizedCacheControlHeaderStrategy UnauthorizedCacheControlHeaderStrategy { get; init; }
}

/// <summary>Execution log levels (AWS: loggingLevel).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LoggingLevel>))]
public enum LoggingLevel
{
    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("OFF")]
    Off,

    /// <summary>Failed requests only.</summary>
    [JsonStringEnumMemberName("ERROR")]
    Error,

    /// <summary>All requests.</summary>
    [JsonStringEnumMemberName("INFO")]
    Info,
}

/// <summary>What an unauthorized cache invalidation gets (AWS: unauthorizedCacheControlHeaderStrategy).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UnauthorizedCacheControlHeaderStrategy>))]
public enum UnauthorizedCacheControlHeaderStrategy
{
    /// <summary>403.</summary>
    [JsonStringEnumMemberName("FAIL_WITH_403")]
    FailWith403,

    /// <summary>The cached response with a warning header.</summary>
    [JsonStringEnumMemberName("SUCCEED_WITH_RESPONSE_HEADER")]
    SucceedWithResponseHeader,

    /// <summary>The cached response.</summary>
    [JsonStringEnumMemberName("SUCCEED_WITHOUT_RESPONSE_HEADER")]
    SucceedWithoutResponseHeader,
}
