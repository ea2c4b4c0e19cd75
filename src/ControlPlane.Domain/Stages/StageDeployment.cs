using System.Text.Json.Serialization;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>What CreateDeployment asks of a stage that is there: a deployment, and settings that come with it.</summary>
public sealed record StageDeployment
{
    /// <summary>The deployment.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>The canary that shall serve it, or null to serve everybody.</summary>
    public CanarySettings? CanarySettings { get; init; }

    /// <summary>The stage's description, or null to keep it.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the stage caches, or null to leave it.</summary>
    public bool? CacheClusterEnabled { get; init; }

    /// <summary>The cache's size, or null to keep it.</summary>
    public string? CacheClusterSize { get; init; }

    /// <summary>Whether the stage traces, or null to leave it.</summary>
    public bool? TracingEnabled { get; init; }

    /// <summary>Variables that are added or replaced.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>Who asks: the caller's ARN.</summary>
    public required string Actor { get; init; }

    /// <summary>The id of the request, as its client saw it.</summary>
    public required string RequestId { get; init; }

    /// <summary>The stage as it is after the deployment. What is queued is superseded.</summary>
    /// <param name="before">The stage before; no rollout moves its traffic.</param>
    /// <exception cref="Errors.ApiException">400 with API Gateway's message.</exception>
    public Stage ApplyTo(Stage before)
    {
        var after = StageRules.Validate(before with
        {
            Description = Description ?? before.Description,
            CacheClusterEnabled = CacheClusterEnabled ?? before.CacheClusterEnabled,
            CacheClusterSize = CacheClusterSize ?? before.CacheClusterSize,
            Variables = StageRules.ValidateVariables(before.Variables.Overlay(Variables)),
            TracingEnabled = TracingEnabled ?? before.TracingEnabled,
            QueuedDeployment = null,
        });
        after = StageCache.Renew(before, after);
        return (CanarySettings, before.CanarySettings) switch
        {
            ({ } canary, _) => after with { CanarySettings = canary },

            // A stage with a canary takes no plain deployment as its base: it lands in the canary.
            (null, { } running) => after with { CanarySettings = running with { DeploymentId = DeploymentId } },
            _ => StageReleases.RecordDeployment(before, after with { DeploymentId = DeploymentId }),
        };
    }
}

/// <summary>What becomes of deployments to a stage while a rollout moves its traffic.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeploymentDuringRollout>))]
public enum DeploymentDuringRollout
{
    /// <summary>They are refused (the default).</summary>
    [JsonStringEnumMemberName("reject")]
    Reject,

    /// <summary>The rollout is aborted, its canary ends, and they are carried out.</summary>
    [JsonStringEnumMemberName("replace")]
    Replace,

    /// <summary>They wait until the rollout is over; of several the last one waits.</summary>
    [JsonStringEnumMemberName("queue")]
    Queue,
}
