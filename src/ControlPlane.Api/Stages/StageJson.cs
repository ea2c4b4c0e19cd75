using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Stages;

/// <summary>A Stage and its history on the wire.</summary>
internal static class StageJson
{
    public static void Write(Utf8JsonWriter writer, Stage stage)
    {
        writer.WriteStartObject();
        writer.WriteString("deploymentId", stage.DeploymentId);
        writer.Optional("clientCertificateId", stage.ClientCertificateId);
        writer.WriteString("stageName", stage.StageName);
        writer.Optional("description", stage.Description);
        writer.WriteBoolean("cacheClusterEnabled", stage.CacheClusterEnabled);
        if (stage.CacheClusterEnabled)
        {
            writer.Optional("cacheClusterSize", stage.CacheClusterSize);
        }

        writer.WriteString("cacheClusterStatus", stage.CacheClusterEnabled ? "AVAILABLE" : "NOT_AVAILABLE");
        writer.WriteStartObject("methodSettings");
        foreach (var (key, setting) in stage.MethodSettings)
        {
            writer.WritePropertyName(key);
            Write(writer, setting);
        }

        writer.WriteEndObject();
        writer.Optional("variables", stage.Variables);
        writer.Optional("documentationVersion", stage.DocumentationVersion);
        if (stage.AccessLogSettings is { } logs)
        {
            writer.WriteStartObject("accessLogSettings");
            writer.Optional("format", logs.Format);
            writer.Optional("destinationArn", logs.DestinationArn);
            writer.WriteEndObject();
        }

        if (stage.CanarySettings is { } canary)
        {
            Write(writer, canary);
        }

        if (stage.CanaryAffinity is { } affinity)
        {
            writer.WritePropertyName("canaryAffinity");
            AffinityJson.Write(writer, affinity);
        }

        if (stage.Mirroring is { } mirroring)
        {
            writer.WritePropertyName("mirroring");
            MirroringJson.Write(writer, mirroring);
        }

        writer.WriteBoolean("tracingEnabled", stage.TracingEnabled);
        if (stage.LogLevel is { } level)
        {
            writer.WriteStartObject("logLevel");
            LogLevelJson.Write(writer, level);
            writer.WriteEndObject();
        }

        if (stage.DeletionProtection)
        {
            writer.WriteBoolean("deletionProtection", true);
        }

        writer.Optional("webAclArn", stage.WebAclArn);
        writer.Optional("rolloutId", stage.RolloutId);
        if (stage.OnDeploymentDuringRollout != DeploymentDuringRollout.Reject)
        {
            writer.WritePropertyName("rolloutPolicy");
            WritePolicy(writer, stage);
        }

        writer.Optional("queuedDeploymentId", stage.QueuedDeployment?.DeploymentId);
        writer.Optional("tags", stage.Tags);
        if (stage.InheritedTags.Count > 0)
        {
            writer.Optional("effectiveTags", stage.EffectiveTags());
        }

        writer.Time("createdDate", stage.CreatedDate);
        writer.Time("lastUpdatedDate", stage.LastUpdatedDate);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, StageEvent stageEvent)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence", stageEvent.Sequence);
        writer.WriteNumber("time", stageEvent.Time.ToUnixTimeMilliseconds() / 1000m);
        writer.WriteString("type", WireNames.Of(stageEvent.Type));
        writer.WriteString("actor", stageEvent.Actor);
        writer.WriteString("requestId", stageEvent.RequestId);
        writer.Optional("deploymentId", stageEvent.DeploymentId);
        writer.Optional("tags", stageEvent.Tags);
        if (stageEvent.Rollout is { } rollout)
        {
            Write(writer, rollout);
        }

        writer.Changes("changes", stageEvent.Changes);
        writer.WriteEndObject();
    }

    /// <summary>What becomes of deployments while a rollout runs.</summary>
    public static void WritePolicy(Utf8JsonWriter writer, Stage stage)
    {
        writer.WriteStartObject();
        writer.WriteString("onDeployment", WireNames.Of(stage.OnDeploymentDuringRollout));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, StageRolloutNote note)
    {
        writer.WriteStartObject("rollout");
        writer.WriteString("rolloutId", note.RolloutId);
        writer.WriteNumber("step", note.Step);
        writer.Optional("code", note.Code);
        writer.Optional("message", note.Message);
        writer.WriteNumber("canaryRequests", note.CanaryRequests);
        writer.WriteNumber("canaryErrors", note.CanaryErrors);
        writer.WriteNumber("baseRequests", note.BaseRequests);
        writer.WriteNumber("baseErrors", note.BaseErrors);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, CanarySettings canary)
    {
        writer.WriteStartObject("canarySettings");
        writer.WriteNumber("percentTraffic", canary.PercentTraffic);
        writer.WriteString("deploymentId", canary.DeploymentId);
        writer.Optional("stageVariableOverrides", canary.StageVariableOverrides);
        writer.WriteBoolean("useStageCache", canary.UseStageCache);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MethodSetting setting)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("metricsEnabled", setting.MetricsEnabled);
        if (setting.LoggingLevel is { } level)
        {
            writer.WriteString("loggingLevel", WireNames.Of(level));
        }

        writer.WriteBoolean("dataTraceEnabled", setting.DataTraceEnabled);
        writer.WriteNumber("throttlingBurstLimit", setting.ThrottlingBurstLimit);
        writer.WriteNumber("throttlingRateLimit", setting.ThrottlingRateLimit);
        writer.WriteBoolean("cachingEnabled", setting.CachingEnabled);
        writer.WriteNumber("cacheTtlInSeconds", setting.CacheTtlInSeconds);
        writer.WriteBoolean("cacheDataEncrypted", setting.CacheDataEncrypted);
        writer.WriteBoolean("requireAuthorizationForCacheControl", setting.RequireAuthorizationForCacheControl);
        writer.WriteString("unauthorizedCacheControlHeaderStrategy", WireNames.Of(setting.UnauthorizedCacheControlHeaderStrategy));
        writer.WriteEndObject();
    }
}
