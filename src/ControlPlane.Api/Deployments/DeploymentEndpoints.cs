using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.Deployments;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Deployments;

/// <summary>CreateDeployment, GetDeployment, GetDeployments, UpdateDeployment, DeleteDeployment.</summary>
internal sealed class DeploymentEndpoints(
    DeploymentRepository deployments,
    DeploymentRemoval removal,
    DeploymentCreation creation,
    ApiLookup lookup,
    WriteLocks locks)
{
    private const string _unknown = "Invalid Deployment identifier specified";

    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, DeploymentOperations.Create, creation.CreateAsync);
        dispatcher.Map(routes, DeploymentOperations.List, ListAsync);
        dispatcher.Map(routes, DeploymentOperations.Get, GetAsync);
        dispatcher.Map(routes, DeploymentOperations.Update, UpdateAsync);
        dispatcher.Map(routes, DeploymentOperations.Delete, DeleteAsync);
        dispatcher.Map(routes, DeploymentOperations.Diff, DiffAsync);
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var page = await deployments.ListAsync(request.ApiId, request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.List(page.Items, page.Position, DeploymentJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var deployment = await RequireAsync(request).ConfigureAwait(false);
        var document = request.Embeds("apisummary")
            ? await deployments.GetDocumentAsync(request.ApiId, deployment.Value.Id, request.Cancelled).ConfigureAwait(false)
            : null;
        return ApiAnswer.Json(ApiAnswer.Ok, (deployment.Value, document), DeploymentJson.Write);
    }

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateDeploymentInput").ConfigureAwait(false)).PatchOperations();
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        var after = DeploymentPatches.Apply(before.Value, operations);
        return await deployments.ReplaceAsync(request.ApiId, after, before.Revision, request.Cancelled).ConfigureAwait(false) is null
            ? throw ApiException.ConcurrentModification()
            : ApiAnswer.Json(ApiAnswer.Ok, after, DeploymentJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var deployment = await RequireAsync(request).ConfigureAwait(false);
        return await removal.RemoveAsync(request.ApiId, deployment).ConfigureAwait(false) switch
        {
            DeploymentRemoval.Result.Removed => ApiAnswer.Accepted,
            DeploymentRemoval.Result.InUse => throw ApiException.BadRequest("Active stages pointing to this deployment must be moved or deleted"),
            _ => throw ApiException.ConcurrentModification(),
        };
    }

    private async ValueTask<ApiAnswer> DiffAsync(ApiRequest request)
    {
        var (from, to) = (request.Route("deployment_id"), request.Route("other_deployment_id"));
        var before = await DocumentAsync(request, from).ConfigureAwait(false);
        var changes = from == to ? [] : DeploymentComparison.Compare(before, await DocumentAsync(request, to).ConfigureAwait(false));
        return ApiAnswer.Json(ApiAnswer.Ok, new DeploymentDiff(from, to, changes), DeploymentJson.Write);
    }

    private async ValueTask<DeployedApi> DocumentAsync(ApiRequest request, string deploymentId) =>
        await deployments.GetDocumentAsync(request.ApiId, deploymentId, request.Cancelled).ConfigureAwait(false)
        ?? throw await lookup.MissingBelowAsync(request.ApiId, _unknown, request.Cancelled).ConfigureAwait(false);

    private async ValueTask<Versioned<Deployment>> RequireAsync(ApiRequest request) =>
        await deployments.GetAsync(request.ApiId, request.Route("deployment_id"), request.Cancelled).ConfigureAwait(false)
        ?? throw await lookup.MissingBelowAsync(request.ApiId, _unknown, request.Cancelled).ConfigureAwait(false);
}
