using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Api.Stages;
using ControlPlane.Domain;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Wire;
using ControlPlane.Rollouts.Running;
using ControlPlane.Storage.Deployments;
using ControlPlane.Storage.Parts;
using ControlPlane.Storage.Resources;
using ControlPlane.Storage.Scheduling;
using ControlPlane.Storage.Stages;

namespace ControlPlane.Api.Deployments;

/// <summary>
/// CreateDeployment: takes the snapshot, stores it, and then, when asked, flips a stage or its canary to it.
/// Everything that can be refused is refused before the first write.
/// </summary>
internal sealed class DeploymentCreation(
    DeploymentRepository deployments,
    ResourceRepository resources,
    ApiPartsRepository parts,
    StageRepository stages,
    StageWriter writer,
    DueRepository due,
    RolloutCommands rollouts,
    ApiLookup lookup,
    WriteLocks locks)
{
    private const string _invalidContent = "Invalid deployment content specified.";

    private static readonly TimeSpan _settled = TimeSpan.FromMinutes(1);

    /// <summary>Handles the operation.</summary>
    public async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createDeploymentInput").ConfigureAwait(false);
        var stageName = body.Text("stageName");
        if (body.Object("canarySettings") is not null && string.IsNullOrEmpty(stageName))
        {
            throw ApiException.BadRequest(
                $"{_invalidContent}Non null and non empty stageName must be provided for canary deployment. Provided value is {stageName ?? "null"}");
        }

        var deployment = new Deployment
        {
            Id = await NewIdAsync(request).ConfigureAwait(false),
            Description = Descriptions.Validate(body.Text("description")),
            CreatedDate = request.Now,
            CreatedBy = request.Origin.Actor,
        };
        if (string.IsNullOrEmpty(stageName))
        {
            var document = await SnapshotAsync(request).ConfigureAwait(false);
            deployment = await StoreAsync(request, deployment with { Digest = DeploymentComparison.Digest(document) }, document).ConfigureAwait(false);
        }
        else
        {
            deployment = await DeployAsync(request, body, StageRules.ValidateName(stageName), deployment).ConfigureAwait(false);
        }

        return ApiAnswer.Json(ApiAnswer.Created, deployment, DeploymentJson.Write);
    }

    private async ValueTask<Deployment> DeployAsync(ApiRequest request, RequestBody body, string stageName, Deployment deployment)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var document = await SnapshotAsync(request).ConfigureAwait(false);
        var before = await stages.GetAsync(request.ApiId, stageName, request.Cancelled).ConfigureAwait(false);
        deployment = deployment with { Digest = DeploymentComparison.Digest(document) };
        if (before is not null && await writer.IsDoneAsync(request, before.Value).ConfigureAwait(false))
        {
            return await StoreAsync(request, deployment, document).ConfigureAwait(false);
        }

        var after = Deploy(request, body, stageName, deployment.Id, before?.Value);
        if (before is null)
        {
            await writer.CheckRoomAsync(request.ApiId, stageName, request.Cancelled).ConfigureAwait(false);
            var api = await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
            after = StageHistory.Stamp(null, after with { InheritedTags = api.Value.Tags }, request.Origin);
        }

        deployment = deployment with
        {
            IdenticalTo = await IdenticalAsync(request, before?.Value, deployment.Digest).ConfigureAwait(false),
            Warnings = DeploymentWarnings.MissingVariables(document, VariablesFor(after, deployment.Id), after.AccessLogSettings?.Format),
        };
        deployment = await StoreAsync(request, deployment, document).ConfigureAwait(false);
        if (before is null)
        {
            await writer.CreateAsync(after).ConfigureAwait(false);
        }
        else
        {
            await writer.ReplaceAsync(before, after).ConfigureAwait(false);
            if (before.Value.RolloutId is not null && after.RolloutId is null)
            {
                await rollouts.GoOnAsync(new StagePlace(request.ApiId, stageName)).ConfigureAwait(false);
            }
        }

        return deployment;
    }

    private static Stage Deploy(ApiRequest request, RequestBody body, string stageName, string deploymentId, Stage? before)
    {
        var canary = body.Object("canarySettings");
        if (before is null)
        {
            if (canary is not null)
            {
                throw ApiException.BadRequest($"{_invalidContent}Stage {stageName} must already be created before making a canary release deployment");
            }

            var created = StageRequests.Read(request, body, stageName, deploymentId) with { Description = body.Text("stageDescription") };
            return StageHistory.Stamp(null, StageRules.Validate(created), request.Origin);
        }

        var deployment = new StageDeployment
        {
            DeploymentId = deploymentId,
            CanarySettings = canary is null ? null : StageRequests.ReadCanary(canary, deploymentId),
            Description = body.Text("stageDescription"),
            CacheClusterEnabled = body.Boolean("cacheClusterEnabled"),
            CacheClusterSize = body.Text("cacheClusterSize"),
            TracingEnabled = body.Boolean("tracingEnabled"),
            Variables = body.TextMap("variables"),
            Actor = request.Origin.Actor,
            RequestId = request.RequestId,
        };
        return StageHistory.Stamp(before, StageRollouts.Deploy(before, deployment), request.Origin);
    }

    /// <summary>The deployment that the stage serves when it has the same digest: its base or, while there is one, its canary.</summary>
    private async ValueTask<string?> IdenticalAsync(ApiRequest request, Stage? before, string digest)
    {
        var served = before?.CanarySettings?.DeploymentId ?? before?.DeploymentId;
        return served is not null
            && await deployments.GetAsync(request.ApiId, served, request.Cancelled).ConfigureAwait(false) is { } deployment
            && deployment.Value.Digest == digest
            ? served
            : null;
    }

    /// <summary>The variables that requests see which the deployment serves.</summary>
    private static IReadOnlyDictionary<string, string> VariablesFor(Stage stage, string deploymentId) => stage.CanarySettings is { } canary && canary.DeploymentId == deploymentId
        ? stage.Variables.Overlay(canary.StageVariableOverrides)
        : stage.Variables;

    private async ValueTask<DeployedApi> SnapshotAsync(ApiRequest request)
    {
        Versioned<RestApi> api = await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var all = await resources.ListAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var rest = await parts.GetAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var document = DeploymentRules.Snapshot(api.Value, all ?? [], rest);
        if (api.Value.DeploymentRetention is not null)
        {
            // One more may be one too many. It is looked at when the deployment surely is there.
            await due.AddAsync(DueWork.RetentionOf(request.ApiId, request.Now + _settled), CancellationToken.None).ConfigureAwait(false);
        }

        return document;
    }

    private async ValueTask<string> NewIdAsync(ApiRequest request)
    {
        var id = request.Ids.Next(IdSource.PartLength);

        // Six characters meet again sooner than one thinks. A repeated creation shall meet its own id.
        while (!request.IsRepeatable && await deployments.GetAsync(request.ApiId, id, request.Cancelled).ConfigureAwait(false) is not null)
        {
            id = request.Ids.Next(IdSource.PartLength);
        }

        return id;
    }

    private async ValueTask<Deployment> StoreAsync(ApiRequest request, Deployment deployment, DeployedApi document)
    {
        if (await deployments.CreateAsync(request.ApiId, deployment, document, CancellationToken.None).ConfigureAwait(false))
        {
            return deployment;
        }

        // A repeated creation meets the deployment that its first attempt stored: the same id, and as good.
        var stored = request.IsRepeatable ? await deployments.GetAsync(request.ApiId, deployment.Id, request.Cancelled).ConfigureAwait(false) : null;
        return stored?.Value ?? throw ApiException.ConcurrentModification();
    }
}
