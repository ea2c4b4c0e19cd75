using System.Text.Json;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Storage.Json;

/// <summary>Reads what stages and their history hold of rollouts.</summary>
internal static class RolloutReader
{
    public static StageDeployment StageDeployment(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? deploymentId = null, description = null, cacheClusterSize = null, actor = null, requestId = null;
        CanarySettings? canarySettings = null;
        bool? cacheClusterEnabled = null, tracingEnabled = null;
        Dictionary<string, string>? variables = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "deploymentId": deploymentId = reader.GetString(); break;
                case "canarySettings": canarySettings = reader.Optional(StageReader.CanarySettings); break;
                case "description": description = reader.GetString(); break;
                case "cacheClusterEnabled": cacheClusterEnabled = reader.TokenType == JsonTokenType.Null ? null : reader.GetBoolean(); break;
                case "cacheClusterSize": cacheClusterSize = reader.GetString(); break;
                case "tracingEnabled": tracingEnabled = reader.TokenType == JsonTokenType.Null ? null : reader.GetBoolean(); break;
                case "variables": variables = reader.TextMap(); break;
                case "actor": actor = reader.GetString(); break;
                case "requestId": requestId = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }

        return new StageDeployment
        {
            DeploymentId = deploymentId ?? throw ValueReaders.Lacks(nameof(deploymentId)),
            CanarySettings = canarySettings,
            Description = description,
            CacheClusterEnabled = cacheClusterEnabled,
            CacheClusterSize = cacheClusterSize,
            TracingEnabled = tracingEnabled,
            Variables = variables!,
            Actor = actor ?? throw ValueReaders.Lacks(nameof(actor)),
            RequestId = requestId ?? throw ValueReaders.Lacks(nameof(requestId)),
        };
    }

    public static StageRolloutNote StageRolloutNote(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? rolloutId = null, code = null, message = null;
        var step = 0;
        long canaryRequests = 0, canaryErrors = 0, baseRequests = 0, baseErrors = 0;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "rolloutId": rolloutId = reader.GetString(); break;
                case "step": step = reader.GetInt32(); break;
                case "code": code = reader.GetString(); break;
                case "message": message = reader.GetString(); break;
                case "canaryRequests": canaryRequests = reader.GetInt64(); break;
                case "canaryErrors": canaryErrors = reader.GetInt64(); break;
                case "baseRequests": baseRequests = reader.GetInt64(); break;
                case "baseErrors": baseErrors = reader.GetInt64(); break;
                default: reader.Skip(); break;
            }
        }

        return new StageRolloutNote
        {
            RolloutId = rolloutId ?? throw ValueReaders.Lacks(nameof(rolloutId)),
            Step = step,
            Code = code,
            Message = message,
            CanaryRequests = canaryRequests,
            CanaryErrors = canaryErrors,
            BaseRequests = baseRequests,
            BaseErrors = baseErrors,
        };
    }
}
