using ControlPlane.Api.Requests;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Api.Stages;

/// <summary>The stage members that CreateStage and CreateDeployment have in common.</summary>
internal static class StageRequests
{
    // Replaced by the real event before the stage is stored.
    private static readonly StageEvent _unstamped = new()
    {
        Sequence = 0,
        Time = DateTimeOffset.UnixEpoch,
        Type = StageEventType.StageCreated,
        Actor = "",
        RequestId = "",
    };

    /// <summary>A new stage from a request.</summary>
    public static Stage Read(ApiRequest request, RequestBody body, string stageName, string deploymentId) => new()
    {
        RestApiId = request.ApiId,
        StageName = stageName,
        DeploymentId = deploymentId,
        CacheClusterEnabled = body.Boolean("cacheClusterEnabled") ?? false,
        CacheClusterSize = body.Text("cacheClusterSize"),
        Variables = StageRules.ValidateVariables(body.TextMap("variables")),
        TracingEnabled = body.Boolean("tracingEnabled") ?? false,
        CreatedDate = request.Now,
        LastUpdatedDate = request.Now,
        LastEvent = _unstamped,
    };

    /// <summary>Canary settings from a request.</summary>
    public static CanarySettings ReadCanary(RequestBody canary, string deploymentId) => new()
    {
        PercentTraffic = StageRules.ValidatePercent(canary.Number("percentTraffic") ?? 0),
        DeploymentId = deploymentId,
        StageVariableOverrides = StageRules.ValidateVariables(canary.TextMap("stageVariableOverrides")),
        UseStageCache = canary.Boolean("useStageCache") ?? false,
    };
}
