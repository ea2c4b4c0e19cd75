using System.Globalization;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>A stage's members as patch paths with their values as text: how two revisions of a stage are compared.</summary>
internal static class StageMembers
{
    /// <summary>Every member that has a value.</summary>
    public static Dictionary<string, string> Of(Stage? stage)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        if (stage is null)
        {
            return members;
        }

        Add(members, "/deploymentId", stage.DeploymentId);
        Add(members, "/description", stage.Description);
        Add(members, "/cacheClusterEnabled", Text(stage.CacheClusterEnabled));
        Add(members, "/cacheClusterSize", stage.CacheClusterSize);
        Add(members, "/clientCertificateId", stage.ClientCertificateId);
        Add(members, "/documentationVersion", stage.DocumentationVersion);
        Add(members, "/tracingEnabled", Text(stage.TracingEnabled));
        Add(members, "/webAclArn", stage.WebAclArn);
        Add(members, "/cache/authorizers/flushes", stage.AuthorizerFlushes == 0 ? null : stage.AuthorizerFlushes.ToString(CultureInfo.InvariantCulture));
        Add(members, "/accessLogSettings/destinationArn", stage.AccessLogSettings?.DestinationArn);
        Add(members, "/accessLogSettings/format", stage.AccessLogSettings?.Format);
        AddAll(members, "/variables/", stage.Variables);
        AddAll(members, "/tags/", stage.Tags);
        if (stage.CanarySettings is { } canary)
        {
            Add(members, "/canarySettings/percentTraffic", canary.PercentTraffic.ToString("0.0###", CultureInfo.InvariantCulture));
            Add(members, "/canarySettings/deploymentId", canary.DeploymentId);
            Add(members, "/canarySettings/useStageCache", Text(canary.UseStageCache));
            AddAll(members, "/canarySettings/stageVariableOverrides/", canary.StageVariableOverrides);
        }

        if (stage.LogLevel is { } level)
        {
            Add(members, "/logLevel/level", WireNames.Of(level.Level));
            Add(members, "/logLevel/sampleRate", level.SampleRate.ToString("0.0#########", CultureInfo.InvariantCulture));
            Add(members, "/logLevel/expiresAt", level.ExpiresAt?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        }

        foreach (var (key, setting) in stage.MethodSettings)
        {
            AddSetting(members, $"/{key}", setting);
        }

        return members;
    }

    private static void AddSetting(Dictionary<string, string> members, string key, MethodSetting setting)
    {
        Add(members, $"{key}/metrics/enabled", Text(setting.MetricsEnabled));
        Add(members, $"{key}/logging/loglevel", setting.LoggingLevel is { } level ? WireNames.Of(level) : null);
        Add(members, $"{key}/logging/dataTrace", Text(setting.DataTraceEnabled));
        Add(members, $"{key}/throttling/burstLimit", setting.ThrottlingBurstLimit.ToString(CultureInfo.InvariantCulture));
        Add(members, $"{key}/throttling/rateLimit", setting.ThrottlingRateLimit.ToString("0.0###", CultureInfo.InvariantCulture));
        Add(members, $"{key}/caching/enabled", Text(setting.CachingEnabled));
        Add(members, $"{key}/caching/ttlInSeconds", setting.CacheTtlInSeconds.ToString(CultureInfo.InvariantCulture));
        Add(members, $"{key}/caching/dataEncrypted", Text(setting.CacheDataEncrypted));
        Add(members, $"{key}/caching/requireAuthorizationForCacheControl", Text(setting.RequireAuthorizationForCacheControl));
        Add(members, $"{key}/caching/unauthorizedCacheControlHeaderStrategy", WireNames.Of(setting.UnauthorizedCacheControlHeaderStrategy));
    }

    private static void AddAll(Dictionary<string, string> members, string prefix, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
        {
            members[prefix + name] = value;
        }
    }

    private static void Add(Dictionary<string, string> members, string path, string? value)
    {
        if (value is not null)
        {
            members[path] = value;
        }
    }

    private static string Text(bool value) => value ? "true" : "false";
}
