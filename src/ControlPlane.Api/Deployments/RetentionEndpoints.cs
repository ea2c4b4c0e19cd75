using System.Text.Json;
using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.Apis;
using ControlPlane.Storage.Scheduling;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Deployments;

/// <summary>Our own operations on how long an API's deployments are kept.</summary>
internal sealed class RetentionEndpoints(RestApiRepository apis, DueRepository due, ApiLookup lookup, WriteLocks locks)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, RetentionOperations.Put, PutAsync);
        dispatcher.Map(routes, RetentionOperations.Get, GetAsync);
        dispatcher.Map(routes, RetentionOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> PutAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("putDeploymentRetentionInput").ConfigureAwait(false);
        var retention = DeploymentRetention.Create(body.Whole("maximumCount"), body.Whole("maximumAgeDays"));
        await ReplaceAsync(request, retention).ConfigureAwait(false);
        await due.AddAsync(DueWork.RetentionOf(request.ApiId, request.Now), CancellationToken.None).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, retention, Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var api = await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, api.Value.DeploymentRetention ?? new DeploymentRetention(), Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        await ReplaceAsync(request, null).ConfigureAwait(false);
        return ApiAnswer.NoContent;
    }

    private static void Write(Utf8JsonWriter writer, DeploymentRetention retention)
    {
        writer.WriteStartObject();
        if (retention.MaximumCount is { } count)
        {
            writer.WriteNumber("maximumCount", count);
        }

        if (retention.MaximumAgeDays is { } days)
        {
            writer.WriteNumber("maximumAgeDays", days);
        }

        writer.WriteEndObject();
    }

    private async ValueTask ReplaceAsync(ApiRequest request, DeploymentRetention? retention)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        if (await apis.ReplaceAsync(before.Value with { DeploymentRetention = retention }, before.Revision, CancellationToken.None).ConfigureAwait(false) is null)
        {
            throw ApiException.ConcurrentModification();
        }
    }
}
