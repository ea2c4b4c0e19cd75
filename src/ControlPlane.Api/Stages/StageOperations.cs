using ControlPlane.Api.Description;
using ControlPlane.Api.Rollouts;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Api.Stages;

/// <summary>The operations on stages.</summary>
internal static class StageOperations
{
    /// <summary>The path of one stage.</summary>
    public const string One = _all + "/{stage_name}";

    private const string _all = "/restapis/{restapi_id}/stages";

    private static readonly StructureShape _canary = new(
        "CanarySettings",
        [
            new("percentTraffic", Shape.Number, "The canary's share, 0.0 to 100.0."),
            new("deploymentId", Shape.Text, "The deployment it serves."),
            new("stageVariableOverrides", Shape.TextMap, "Variables of the canary alone."),
            new("useStageCache", Shape.Boolean, "True when the canary shares the stage's cache."),
        ]);

    private static readonly StructureShape _methodSetting = new(
        "MethodSetting",
        [
            new("metricsEnabled", Shape.Boolean, "Whether metrics are kept for the method."),
            Members.OneOf<LoggingLevel>("loggingLevel", "What the execution log gets."),
            new("dataTraceEnabled", Shape.Boolean, "Whether the execution log gets headers and bodies."),
            new("throttlingBurstLimit", Shape.Integer, "How many requests may come at once."),
            new("throttlingRateLimit", Shape.Number, "How many requests per second may come."),
            new("cachingEnabled", Shape.Boolean, "Whether responses are cached."),
            new("cacheTtlInSeconds", Shape.Integer, "How long responses are cached, 0 to 3600 s."),
            new("cacheDataEncrypted", Shape.Boolean, "Whether cached responses are encrypted."),
            new("requireAuthorizationForCacheControl", Shape.Boolean, "Whether only authorized callers may invalidate the cache."),
            Members.OneOf<UnauthorizedCacheControlHeaderStrategy>("unauthorizedCacheControlHeaderStrategy", "What others get who try."),
        ]);

    private static readonly StructureShape _accessLog = new(
        "AccessLogSettings",
        [
            new("format", Shape.Text, "One line of the log, with $context variables."),
            new("destinationArn", Shape.Text, "Where the log goes."),
        ]);

    private static readonly Member _variables = new("variables", Shape.TextMap, "The stage's variables.");
    private static readonly Member _deploymentId = new("deploymentId", Shape.Text, "The deployment the stage serves.");
    private static readonly Member _stageName = new("stageName", Shape.Text, "The stage's name.");
    private static readonly Member _documentation = new("documentationVersion", Shape.Text, "The version of the documentation.");
    private static readonly Member _canarySettings = new("canarySettings", _canary, "The canary, while there is one.");

    private static readonly Member[] _settings =
    [
        new("cacheClusterEnabled", Shape.Boolean, "Whether the stage caches."),
        new("cacheClusterSize", Shape.Text, "The cache's size in GB."),
        new("tracingEnabled", Shape.Boolean, "Whether the stage traces."),
    ];

    public static StructureShape Stage { get; } = new(
        "Stage",
        [
            _deploymentId,
            new("clientCertificateId", Shape.Text, "The certificate shown to HTTP backends."),
            _stageName,
            Members.Description,
            .. _settings,
            new("cacheClusterStatus", Shape.Text, "AVAILABLE or NOT_AVAILABLE."),
            new("methodSettings", new MapShape(_methodSetting), "Settings by resource path and verb: */* for all methods."),
            _variables,
            _documentation,
            new("accessLogSettings", _accessLog, "The access log."),
            _canarySettings,
            new("deletionProtection", Shape.Boolean, "True while neither the stage nor its API can be deleted."),
            new("canaryAffinity", AffinityOperations.Affinity, "Who is in the canary; chance decides when absent."),
            new("mirroring", MirroringOperations.Put.Output!, "What is mirrored to the canary."),
            new("logLevel", LogLevelOperations.LogLevelOverride, "The log level it was given at run time."),
            new("webAclArn", Shape.Text, "The web ACL."),
            new("rolloutId", Shape.Text, "The rollout that moves its traffic; absent while none runs."),
            RolloutOperations.Policy,
            new("queuedDeploymentId", Shape.Text, "The deployment that waits for the end of the rollout."),
            Members.Tags,
            new("effectiveTags", Shape.TextMap, "The tags in force when its API has some: the API's, and over them its own."),
            new("createdDate", Shape.Timestamp, "When it was created."),
            new("lastUpdatedDate", Shape.Timestamp, "When it was changed last."),
        ]);

    public static Operation Create { get; } = new("CreateStage", "POST", _all, 201, "Creates a stage that serves a deployment.")
    {
        Body =
        [
            _stageName.Needed(),
            _deploymentId.Needed(),
            Members.Description,
            .. _settings,
            _variables,
            _documentation,
            _canarySettings,
            Members.Tags,
        ],
        Output = Stage,
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetStages", "GET", _all, 200, "Lists an API's stages.")
    {
        Query = [new("deploymentId", Shape.Text, "Only the stages that serve this deployment.")],
        Output = new StructureShape("Stages", [new("item", new ListShape(Stage), "The stages.")]),
    };

    public static Operation Get { get; } = new("GetStage", "GET", One, 200, "Shows a stage.") { Output = Stage };

    public static Operation Update { get; } = new("UpdateStage", "PATCH", One, 200, "Changes a stage: settings, variables, canary, deployment.")
    {
        Headers = [Members.IfMatch],
        Body = [Members.PatchOperations],
        Output = Stage,
    };

    public static Operation Delete { get; } = new("DeleteStage", "DELETE", One, 202, "Deletes a stage; its history stays.") { Headers = [Members.IfMatch] };

    public static Operation FlushCache { get; } = new("FlushStageCache", "DELETE", One + "/cache/data", 202, "Empties the stage's cache.");

    public static Operation FlushAuthorizersCache { get; } =
        new("FlushStageAuthorizersCache", "DELETE", One + "/cache/authorizers", 202, "Forgets the answers of the API's authorizers.");

    public static IReadOnlyList<Operation> All { get; } = [Create, List, Get, Update, Delete, FlushCache, FlushAuthorizersCache];
}
