using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Methods;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Storage.Parts;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.RequestValidators;

/// <summary>CreateRequestValidator, GetRequestValidator, GetRequestValidators, UpdateRequestValidator, DeleteRequestValidator.</summary>
internal sealed class RequestValidatorEndpoints(
    PartRepository<RequestValidator> validators, PayloadReferences references, ApiLookup lookup, WriteLocks locks)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, RequestValidatorOperations.Create, CreateAsync);
        dispatcher.Map(routes, RequestValidatorOperations.List, ListAsync);
        dispatcher.Map(routes, RequestValidatorOperations.Get, GetAsync);
        dispatcher.Map(routes, RequestValidatorOperations.Update, UpdateAsync);
        dispatcher.Map(routes, RequestValidatorOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createRequestValidatorInput").ConfigureAwait(false);
        var validator = RequestValidatorRules.Validate(new RequestValidator
        {
            Id = request.Ids.Next(IdSource.PartLength),
            Name = body.Text("name"),
            ValidateRequestBody = body.Boolean("validateRequestBody") ?? false,
            ValidateRequestParameters = body.Boolean("validateRequestParameters") ?? false,
        });
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        if (await validators.CreateAsync(request.ApiId, validator, CancellationToken.None).ConfigureAwait(false))
        {
            return ApiAnswer.Json(ApiAnswer.Created, validator, RequestValidatorJson.Write);
        }

        return request.IsRepeatable && await validators.GetAsync(request.ApiId, validator.Id, request.Cancelled).ConfigureAwait(false) is { } existing
            ? ApiAnswer.Json(ApiAnswer.Created, existing.Value, RequestValidatorJson.Write)
            : throw ApiException.ConcurrentModification();
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var page = await validators.ListAsync(request.ApiId, request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.List(page.Items, page.Position, RequestValidatorJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request) =>
        ApiAnswer.Json(ApiAnswer.Ok, (await RequireAsync(request).ConfigureAwait(false)).Value, RequestValidatorJson.Write);

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateRequestValidatorInput").ConfigureAwait(false)).PatchOperations();
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        var after = RequestValidatorPatches.Apply(before.Value, operations);
        return await validators.ReplaceAsync(request.ApiId, after, before.Revision, CancellationToken.None).ConfigureAwait(false) is null
            ? throw ApiException.ConcurrentModification()
            : ApiAnswer.Json(ApiAnswer.Ok, after, RequestValidatorJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var validator = await RequireAsync(request).ConfigureAwait(false);
        await references.RequireUnusedAsync(request.ApiId, validator.Value, request.Cancelled).ConfigureAwait(false);
        return await validators.DeleteAsync(request.ApiId, validator.Value.Id, validator.Revision, CancellationToken.None).ConfigureAwait(false)
            ? ApiAnswer.Accepted
            : throw ApiException.ConcurrentModification();
    }

    private async ValueTask<Versioned<RequestValidator>> RequireAsync(ApiRequest request)
    {
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        return await validators.GetAsync(request.ApiId, request.Route("requestvalidator_id"), request.Cancelled).ConfigureAwait(false)
            ?? throw RequestValidatorRules.Unknown();
    }
}
