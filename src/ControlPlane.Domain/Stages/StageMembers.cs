using System.Globalization;
using ControlPlane.Domain.Comparing;
using ControlPlane.Domain.WebAcls;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>A stage's members as patch paths with their values as text: how two revisions of a stage are compared.</summary>
internal static class StageMembers
{
    /// <summary>Every member that has a value.</summary>
    public static MemberSet Of(Stage? stage)
    {
        var members = new MemberSet();
        if (stage is null)
        {
            return members;
        }

        members.Add("/deploymentId", stage.DeploymentId);
        members.Add("/description", stage.Description);
        members.Add("/cacheClusterEnabled", stage.CacheClusterEnabled);
        members.Add("/cacheClusterSize", stage.CacheClusterSize);
        members.Add("/clientCertificateId", stage.ClientCertificateId);
        members.Add("/documentationVersion", stage.DocumentationVersion);
        members.Add("/tracingEnabled", stage.TracingEnabled);
        members.Add("/webAclArn", stage.WebAclArn);
        members.Add("/accessLogSettings/destinationArn", stage.AccessLogSettings?.DestinationArn);
        members.Add("/accessLogSettings/format", stage.AccessLogSettings?.Format);
        members.Add("/deletionProtection", stage.DeletionProtection ? "true" : null);
        members.Add("/rolloutId", stage.RolloutId);
        members.Add("/rolloutPolicy/onDeployment", stage.OnDeploymentDuringRollout == DeploymentDuringRollout.Reject ? null : WireNames.Of(stage.OnDeploymentDuringRollout));
        members.Add("/queuedDeployment/deploymentId", stage.QueuedDeployment?.DeploymentId);
        members.Add("/cache/authorizers/flushes", stage.AuthorizerFlushes == 0 ? null : stage.AuthorizerFlushes.ToString(CultureInfo.InvariantCulture));
        members.Add("/cache/data/flushes", stage.CacheFlushes == 0 ? null : stage.CacheFlushes.ToString(CultureInfo.InvariantCulture));
        members.AddAll("/variables", stage.Variables);
        members.AddAll("/tags", stage.Tags);
        members.AddAll("/inheritedTags", stage.InheritedTags);
        if (stage.CanarySettings is { } canary)
        {
            members.Add("/canarySettings/percentTraffic", canary.PercentTraffic.ToString("0.0###", CultureInfo.InvariantCulture));
            members.Add("/canarySettings/deploymentId", canary.DeploymentId);
            members.Add("/canarySettings/useStageCache", canary.UseStageCache);
            members.AddAll("/canarySettings/stageVariableOverrides", canary.StageVariableOverrides);
        }

        if (stage.LogLevel is { } level)
        {
            members.Add("/logLevel/level", WireNames.Of(level.Level));
            members.Add("/logLevel/sampleRate", level.SampleRate.ToString("0.0#########", CultureInfo.InvariantCulture));
            members.Add("/logLevel/debugOnFailure", level.DebugOnFailure is null ? null : "true");
            members.Add("/logLevel/debugOnFailure/slowerThanMillis", level.DebugOnFailure?.SlowerThanMillis?.ToString(CultureInfo.InvariantCulture));
            members.Add("/logLevel/expiresAt", level.ExpiresAt?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        }

        CanaryMembers.Add(members, stage);

        if (stage.WebAcl is { } acl)
        {
            AddWebAcl(members, acl);
        }

        foreach (var (key, setting) in stage.MethodSettings)
        {
            AddSetting(members, $"/{key}", setting);
        }

        return members;
    }

    private static void AddWebAcl(MemberSet members, WebAcl acl)
    {
        members.Add("/webAcl/name", acl.Name);
        members.Add("/webAcl/defaultAction", WireNames.Of(acl.DefaultAction));
        foreach (var rule in acl.Rules)
        {
            members.Add($"/webAcl/rules/{rule.Name}", string.Create(CultureInfo.InvariantCulture, $"{rule.Priority} {WireNames.Of(rule.Action)} {rule.Statement}"));
        }
    }

    private static void AddSetting(MemberSet members, string key, MethodSetting setting)
    {
        members.Add($"{key}/metrics/enabled", setting.MetricsEnabled);
        members.Add($"{key}/logging/loglevel", setting.LoggingLevel is { } level ? WireNames.Of(level) : null);
        members.Add($"{key}/logging/dataTrace", setting.DataTraceEnabled);
        members.Add($"{key}/throttling/burstLimit", setting.ThrottlingBurstLimit.ToString(CultureInfo.InvariantCulture));
        members.Add($"{key}/throttling/rateLimit", setting.ThrottlingRateLimit.ToString("0.0###", CultureInfo.InvariantCulture));
        members.Add($"{key}/caching/enabled", setting.CachingEnabled);
        members.Add($"{key}/caching/ttlInSeconds", setting.CacheTtlInSeconds.ToString(CultureInfo.InvariantCulture));
        members.Add($"{key}/caching/dataEncrypted", setting.CacheDataEncrypted);
        members.Add($"{key}/caching/requireAuthorizationForCacheControl", setting.RequireAuthorizationForCacheControl);
        members.Add($"{key}/caching/unauthorizedCacheControlHeaderStrategy", WireNames.Of(setting.UnauthorizedCacheControlHeaderStrategy));
    }
}
