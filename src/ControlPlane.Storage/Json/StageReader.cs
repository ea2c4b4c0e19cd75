using System.Text.Json;
using ControlPlane.Domain.Comparing;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.WebAcls;

namespace ControlPlane.Storage.Json;

/// <summary>Reads stages.</summary>
internal static class StageReader
{
    public static Stage Stage(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? restApiId = null, stageName = null, deploymentId = null, description = null, cacheClusterSize = null;
        string? clientCertificateId = null, documentationVersion = null, webAclArn = null;
        bool cacheClusterEnabled = false, tracingEnabled = false, deletionProtection = false;
        var authorizerFlushes = 0;
        var cacheFlushes = 0;
        Dictionary<string, string>? variables = null, tags = null, inheritedTags = null;
        Dictionary<string, MethodSetting>? methodSettings = null;
        AccessLogSettings? accessLogSettings = null;
        CanarySettings? canarySettings = null;
        CanaryAffinity? canaryAffinity = null;
        StageMirroring? mirroring = null;
        LogLevelOverride? logLevel = null;
        WebAcl? webAcl = null;
        string? rolloutId = null;
        var onDeployment = default(DeploymentDuringRollout);
        StageDeployment? queuedDeployment = null;
        DateTimeOffset? createdDate = null, lastUpdatedDate = null;
        List<ServedRelease>? releases = null;
        StageEvent? lastEvent = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "restApiId": restApiId = reader.GetString(); break;
                case "stageName": stageName = reader.GetString(); break;
                case "deploymentId": deploymentId = reader.GetString(); break;
                case "description": description = reader.GetString(); break;
                case "cacheClusterEnabled": cacheClusterEnabled = reader.GetBoolean(); break;
                case "cacheClusterSize": cacheClusterSize = reader.GetString(); break;
                case "clientCertificateId": clientCertificateId = reader.GetString(); break;
                case "variables": variables = reader.TextMap(); break;
                case "methodSettings": methodSettings = reader.Map(MethodSetting); break;
                case "documentationVersion": documentationVersion = reader.GetString(); break;
                case "accessLogSettings": accessLogSettings = reader.Optional(AccessLogSettings); break;
                case "canarySettings": canarySettings = reader.Optional(CanarySettings); break;
                case "canaryAffinity": canaryAffinity = reader.Optional(AffinityReader.CanaryAffinity); break;
                case "mirroring": mirroring = reader.Optional(AffinityReader.StageMirroring); break;
                case "deletionProtection": deletionProtection = reader.GetBoolean(); break;
                case "tracingEnabled": tracingEnabled = reader.GetBoolean(); break;
                case "logLevel": logLevel = reader.Optional(LogLevelOverride); break;
                case "webAclArn": webAclArn = reader.GetString(); break;
                case "webAcl": webAcl = reader.Optional(WebAclReader.WebAcl); break;
                case "authorizerFlushes": authorizerFlushes = reader.GetInt32(); break;
                case "cacheFlushes": cacheFlushes = reader.GetInt32(); break;
                case "tags": tags = reader.TextMap(); break;
                case "inheritedTags": inheritedTags = reader.TextMap(); break;
                case "rolloutId": rolloutId = reader.GetString(); break;
                case "onDeploymentDuringRollout": onDeployment = EnumReader.DeploymentDuringRollout(reader.GetString()); break;
                case "queuedDeployment": queuedDeployment = reader.Optional(RolloutReader.StageDeployment); break;
                case "createdDate": createdDate = reader.OptionalTime(); break;
                case "lastUpdatedDate": lastUpdatedDate = reader.OptionalTime(); break;
                case "releases": releases = reader.List(ServedRelease); break;
                case "lastEvent": lastEvent = reader.Optional(StageEvent); break;
                default: reader.Skip(); break;
            }
        }

        return new Stage
        {
            RestApiId = restApiId ?? throw ValueReaders.Lacks(nameof(restApiId)),
            StageName = stageName ?? throw ValueReaders.Lacks(nameof(stageName)),
            DeploymentId = deploymentId ?? throw ValueReaders.Lacks(nameof(deploymentId)),
            Description = description,
            CacheClusterEnabled = cacheClusterEnabled,
            CacheClusterSize = cacheClusterSize,
            ClientCertificateId = clientCertificateId,
            Variables = variables!,
            MethodSettings = methodSettings!,
            DocumentationVersion = documentationVersion,
            AccessLogSettings = accessLogSettings,
            CanarySettings = canarySettings,
            CanaryAffinity = canaryAffinity,
            Mirroring = mirroring,
            TracingEnabled = tracingEnabled,
            DeletionProtection = deletionProtection,
            LogLevel = logLevel,
            WebAclArn = webAclArn,
            WebAcl = webAcl,
            AuthorizerFlushes = authorizerFlushes,
            CacheFlushes = cacheFlushes,
            Tags = tags!,
            InheritedTags = inheritedTags!,
            RolloutId = rolloutId,
            OnDeploymentDuringRollout = onDeployment,
            QueuedDeployment = queuedDeployment,
            CreatedDate = createdDate ?? throw ValueReaders.Lacks(nameof(createdDate)),
            LastUpdatedDate = lastUpdatedDate ?? throw ValueReaders.Lacks(nameof(lastUpdatedDate)),
            Releases = releases!,
            LastEvent = lastEvent ?? throw ValueReaders.Lacks(nameof(lastEvent)),
        };
    }

    public static StageEvent StageEvent(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        long? sequence = null;
        DateTimeOffset? time = null;
        StageEventType? type = null;
        string? actor = null, requestId = null, token = null, deploymentId = null;
        Dictionary<string, string>? tags = null;
        StageRolloutNote? rollout = null;
        List<MemberChange>? changes = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "sequence": sequence = reader.GetInt64(); break;
                case "time": time = reader.OptionalTime(); break;
                case "type": type = EnumReader.StageEventType(reader.GetString()); break;
                case "actor": actor = reader.GetString(); break;
                case "requestId": requestId = reader.GetString(); break;
                case "token": token = reader.GetString(); break;
                case "deploymentId": deploymentId = reader.GetString(); break;
                case "tags": tags = reader.TextMap(); break;
                case "rollout": rollout = reader.Optional(RolloutReader.StageRolloutNote); break;
                case "changes": changes = reader.List(MemberChange); break;
                default: reader.Skip(); break;
            }
        }

        return new StageEvent
        {
            Sequence = sequence ?? throw ValueReaders.Lacks(nameof(sequence)),
            Time = time ?? throw ValueReaders.Lacks(nameof(time)),
            Type = type ?? throw ValueReaders.Lacks(nameof(type)),
            Actor = actor ?? throw ValueReaders.Lacks(nameof(actor)),
            RequestId = requestId ?? throw ValueReaders.Lacks(nameof(requestId)),
            Token = token,
            DeploymentId = deploymentId,
            Tags = tags!,
            Rollout = rollout,
            Changes = changes!,
        };
    }

    public static MemberChange MemberChange(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? path = null, before = null, after = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "path": path = reader.GetString(); break;
                case "before": before = reader.GetString(); break;
                case "after": after = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }

        return new MemberChange(path ?? throw ValueReaders.Lacks(nameof(path)), before, after);
    }

    public static ServedRelease ServedRelease(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? deploymentId = null;
        Dictionary<string, string?>? replacedVariables = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "deploymentId": deploymentId = reader.GetString(); break;
                case "replacedVariables": replacedVariables = reader.OptionalTextMap(); break;
                default: reader.Skip(); break;
            }
        }

        return new ServedRelease(deploymentId ?? throw ValueReaders.Lacks(nameof(deploymentId)), replacedVariables);
    }

    public static CanarySettings CanarySettings(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        double percentTraffic = 0;
        string? deploymentId = null, salt = null;
        Dictionary<string, string>? stageVariableOverrides = null;
        var useStageCache = false;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "percentTraffic": percentTraffic = reader.GetDouble(); break;
                case "deploymentId": deploymentId = reader.GetString(); break;
                case "stageVariableOverrides": stageVariableOverrides = reader.TextMap(); break;
                case "useStageCache": useStageCache = reader.GetBoolean(); break;
                case "salt": salt = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }

        return new CanarySettings
        {
            PercentTraffic = percentTraffic,
            DeploymentId = deploymentId ?? throw ValueReaders.Lacks(nameof(deploymentId)),
            StageVariableOverrides = stageVariableOverrides!,
            UseStageCache = useStageCache,
            Salt = salt,
        };
    }

    public static LogLevelOverride LogLevelOverride(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        StageLogLevel? level = null;
        double sampleRate = 0;
        DateTimeOffset? expiresAt = null;
        DebugOnFailure? debugOnFailure = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "level": level = EnumReader.StageLogLevel(reader.GetString()); break;
                case "sampleRate": sampleRate = reader.GetDouble(); break;
                case "expiresAt": expiresAt = reader.OptionalTime(); break;
                case "debugOnFailure": debugOnFailure = reader.Optional(DebugOnFailure); break;
                default: reader.Skip(); break;
            }
        }

        return new LogLevelOverride
        {
            Level = level ?? throw ValueReaders.Lacks(nameof(level)),
            SampleRate = sampleRate,
            DebugOnFailure = debugOnFailure,
            ExpiresAt = expiresAt,
        };
    }

    public static DebugOnFailure DebugOnFailure(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        int? slowerThanMillis = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "slowerThanMillis": slowerThanMillis = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt32(); break;
                default: reader.Skip(); break;
            }
        }

        return new DebugOnFailure(slowerThanMillis);
    }

    public static AccessLogSettings AccessLogSettings(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? destinationArn = null, format = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "destinationArn": destinationArn = reader.GetString(); break;
                case "format": format = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }

        return new AccessLogSettings(destinationArn, format);
    }

    public static MethodSetting MethodSetting(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        var setting = new MethodSetting();
        bool metricsEnabled = setting.MetricsEnabled, dataTraceEnabled = setting.DataTraceEnabled, cachingEnabled = setting.CachingEnabled;
        bool cacheDataEncrypted = setting.CacheDataEncrypted, requireAuthorization = setting.RequireAuthorizationForCacheControl;
        var loggingLevel = setting.LoggingLevel;
        int throttlingBurstLimit = setting.ThrottlingBurstLimit, cacheTtlInSeconds = setting.CacheTtlInSeconds;
        var throttlingRateLimit = setting.ThrottlingRateLimit;
        var strategy = setting.UnauthorizedCacheControlHeaderStrategy;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "metricsEnabled": metricsEnabled = reader.GetBoolean(); break;
                case "loggingLevel": loggingLevel = reader.TokenType == JsonTokenType.Null ? null : EnumReader.LoggingLevel(reader.GetString()); break;
                case "dataTraceEnabled": dataTraceEnabled = reader.GetBoolean(); break;
                case "throttlingBurstLimit": throttlingBurstLimit = reader.GetInt32(); break;
                case "throttlingRateLimit": throttlingRateLimit = reader.GetDouble(); break;
                case "cachingEnabled": cachingEnabled = reader.GetBoolean(); break;
                case "cacheTtlInSeconds": cacheTtlInSeconds = reader.GetInt32(); break;
                case "cacheDataEncrypted": cacheDataEncrypted = reader.GetBoolean(); break;
                case "requireAuthorizationForCacheControl": requireAuthorization = reader.GetBoolean(); break;
                case "unauthorizedCacheControlHeaderStrategy": strategy = EnumReader.UnauthorizedCacheControlHeaderStrategy(reader.GetString()); break;
                default: reader.Skip(); break;
            }
        }

        return setting with
        {
            MetricsEnabled = metricsEnabled,
            LoggingLevel = loggingLevel,
            DataTraceEnabled = dataTraceEnabled,
            ThrottlingBurstLimit = throttlingBurstLimit,
            ThrottlingRateLimit = throttlingRateLimit,
            CachingEnabled = cachingEnabled,
            CacheTtlInSeconds = cacheTtlInSeconds,
            CacheDataEncrypted = cacheDataEncrypted,
            RequireAuthorizationForCacheControl = requireAuthorization,
            UnauthorizedCacheControlHeaderStrategy = strategy,
        };
    }
}
