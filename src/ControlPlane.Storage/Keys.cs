using System.Globalization;
using ControlPlane.Domain.Metrics;
using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Scheduling;

namespace ControlPlane.Storage;

/// <summary>The one place that knows where each noun lives.</summary>
internal static class Keys
{
    /// <summary>The partition that lists all APIs, by id.</summary>
    public const string ApiList = "APIS";

    /// <summary>The partition that lists all custom domains, by name.</summary>
    public const string DomainList = "DOMAINS";

    /// <summary>The partition of all client certificates, by id.</summary>
    public const string ClientCertificateList = "CLIENTCERTIFICATES";

    /// <summary>The partition of all API keys, by id.</summary>
    public const string ApiKeyList = "APIKEYS";

    /// <summary>The partition of all usage plans, by id.</summary>
    public const string UsagePlanList = "USAGEPLANS";

    /// <summary>
    /// Prefix of the partitions that count what usage plans' keys have used, and what throttled methods let through. The router may write to
    /// these, to those of metrics and to those of cached responses, and to no others.
    /// </summary>
    public const string UsagePrefix = "USAGE#";

    /// <summary>Prefix of the partitions that count the requests of stages, by variant and minute; the router writes to them.</summary>
    public const string MetricsPrefix = "METRICS#";

    /// <summary>Prefix of the partitions of cached responses; the router writes to them.</summary>
    public const string CachePrefix = "CACHE#";

    /// <summary>The partition of everything that is to be done at a time, by time.</summary>
    public const string DueList = "DUE";

    /// <summary>Prefix of an API's resources; the tree itself has the key without <c>#</c> and so comes first.</summary>
    public const string Resources = "RESOURCE";

    /// <summary>Prefix of an API's deployments (their documents have another, so that lists do not read them).</summary>
    public const string Deployments = "DEPLOYMENT#";

    /// <summary>Prefix of the parts of an API, beside its resources, that go into its deployments.</summary>
    public const string Parts = "PART#";

    /// <summary>Prefix of an API's documentation parts.</summary>
    public const string DocumentationParts = "DOCUMENTATION#PART#";

    /// <summary>Prefix of an API's documentation versions (their parts have another, so that lists do not read them).</summary>
    public const string DocumentationVersions = "DOCUMENTATION#VERSION#";

    /// <summary>Prefix of an API's stages.</summary>
    public const string Stages = "STAGE#";

    public static ItemKey Account { get; } = new("ACCOUNT", "ACCOUNT");

    /// <summary>Rewritten with every change of API keys and usage plans: its revision tells routers that there was one.</summary>
    public static ItemKey AccessMark { get; } = new("ACCESS", "MARK");

    public static ItemKey Api(string apiId) => new(ApiPartition(apiId), "API");

    public static ItemKey ApiListEntry(string apiId) => new(ApiList, apiId);

    public static string ApiPartition(string apiId) => $"API#{apiId}";

    public static ItemKey Tree(string apiId) => new(ApiPartition(apiId), Resources);

    public static ItemKey Methods(string apiId, string resourceId) => new(ApiPartition(apiId), $"{Resources}#{resourceId}");

    public static ItemKey Deployment(string apiId, string deploymentId) => new(ApiPartition(apiId), Deployments + deploymentId);

    public static ItemKey DeploymentChunk(string apiId, string deploymentId, int index) =>
        new(ApiPartition(apiId), $"DOCUMENT#{deploymentId}#{index.ToString("D4", CultureInfo.InvariantCulture)}");

    public static ItemKey DocumentationVersion(string apiId, string version) => new(ApiPartition(apiId), DocumentationVersions + version);

    public static ItemKey DocumentationChunk(string apiId, string documentId, int index) =>
        new(ApiPartition(apiId), $"DOCUMENTATION#DOCUMENT#{documentId}#{index.ToString("D4", CultureInfo.InvariantCulture)}");

    public static ItemKey Stage(string apiId, string stageName) => new(ApiPartition(apiId), Stages + stageName);

    public static string History(string stageName) => $"HISTORY#{stageName}#";

    /// <summary>History sorts by time, then by sequence: a stage that is deleted and created again starts its sequence anew.</summary>
    public static ItemKey HistoryEvent(string apiId, string stageName, StageEvent stageEvent) => new(
        ApiPartition(apiId),
        string.Create(
            CultureInfo.InvariantCulture,
            $"{History(stageName)}{stageEvent.Time.ToUnixTimeMilliseconds():D14}#{stageEvent.Sequence:D10}"));

    /// <summary>Prefix of a stage's rollouts; their ids sort by time.</summary>
    public static string Rollouts(string stageName) => $"ROLLOUT#{stageName}#";

    public static ItemKey Rollout(string apiId, string stageName, string rolloutId) => new(ApiPartition(apiId), Rollouts(stageName) + rolloutId);

    public static ItemKey ClientCertificate(string id) => new(ClientCertificateList, id);

    public static ItemKey Domain(string name) => new(DomainList, name);

    public static ItemKey Due(DueWork work) => new(
        DueList,
        string.Create(CultureInfo.InvariantCulture, $"{work.DueAt.ToUnixTimeMilliseconds():D14}#{work.Duty}#{work.ApiId}#{work.StageName}"));

    public static ItemKey Idempotency(string digest) => new($"IDEMPOTENCY#{digest}", "ANSWER");

    public static ItemKey ApiKey(string keyId) => new(ApiKeyList, keyId);

    /// <summary>Which key has a value, by the value's digest.</summary>
    public static ItemKey ApiKeyValue(string digest) => new($"APIKEYVALUE#{digest}", "KEY");

    public static ItemKey UsagePlan(string planId) => new(UsagePlanList, planId);

    /// <summary>The partition that lists a usage plan's keys, by id.</summary>
    public static string UsagePlanKeys(string planId) => $"USAGEPLANKEYS#{planId}";

    public static string Usage(string planId) => UsagePrefix + planId;

    /// <summary>The partition that counts the requests of a throttled method, by second. No plan has such an id.</summary>
    public static string ThrottleUse(string bucket) => $"{UsagePrefix}THROTTLE#{bucket}";

    public static string Second(long second) => second.ToString("D12", CultureInfo.InvariantCulture);

    /// <summary>Where a key's use of a day is counted, within its plan's partition.</summary>
    public static string UsageOf(string keyId, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{keyId}#{day:yyyy-MM-dd}");

    /// <summary>The partition that counts the requests of a stage's variant.</summary>
    public static string Metrics(string apiId, string stageName, bool isCanary) => $"{MetricsPrefix}{apiId}#{stageName}#{(isCanary ? "canary" : "base")}";

    /// <summary>The partition that counts the requests that a version of a function has served for a stage.</summary>
    public static string Metrics(string apiId, string stageName, FunctionVersion version) =>
        $"{MetricsPrefix}{apiId}#{stageName}#{version.Function}:{version.Alias}:{version.Version}";

    /// <summary>A cached value, alone in its partition.</summary>
    public static ItemKey CachedValue(string key) => new(CachePrefix + key, "VALUE");

    /// <summary>The partition that counts what mirroring has found of a stage; among those of metrics, which the router may write to.</summary>
    public static string Mirroring(string apiId, string stageName) => $"{MetricsPrefix}{apiId}#{stageName}#mirroring";

    /// <summary>Where the requests of a minute are counted, within their variant's partition.</summary>
    public static string Minute(DateTimeOffset minute) => minute.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
