using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.Parts;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Authorizers;

/// <summary>CreateAuthorizer, GetAuthorizer, GetAuthorizers, UpdateAuthorizer, DeleteAuthorizer.</summary>
internal sealed class AuthorizerEndpoints(
    PartRepository<Authorizer> authorizers, AuthorizerReferences references, ApiLookup lookup, WriteLocks locks)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, AuthorizerOperations.Create, CreateAsync);
        dispatcher.Map(routes, AuthorizerOperations.List, ListAsync);
        dispatcher.Map(routes, AuthorizerOperations.Get, GetAsync);
        dispatcher.Map(routes, AuthorizerOperations.Update, UpdateAsync);
        dispatcher.Map(routes, AuthorizerOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createAuthorizerInput").ConfigureAwait(false);
        var authorizer = AuthorizerRules.Validate(new Authorizer
        {
            Id = request.Ids.Next(IdSource.PartLength),
            Name = body.RequiredText("name"),
            Type = body.RequiredMember<AuthorizerType>("type"),
            ProviderArns = body.Texts("providerARNs"),
            AuthType = body.Text("authType"),
            AuthorizerUri = body.Text("authorizerUri"),
            AuthorizerCredentials = body.Text("authorizerCredentials"),
            IdentitySource = body.Text("identitySource"),
            IdentityValidationExpression = body.Text("identityValidationExpression"),
            AuthorizerResultTtlInSeconds = body.Whole("authorizerResultTtlInSeconds"),
        });
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        if (request.IsRepeatable && await authorizers.GetAsync(request.ApiId, authorizer.Id, request.Cancelled).ConfigureAwait(false) is { } existing)
        {
            return ApiAnswer.Json(ApiAnswer.Created, existing.Value, AuthorizerJson.Write);
        }

        var all = await authorizers.ListAsync(request.ApiId, null, null, request.Cancelled).ConfigureAwait(false);
        RequireNewName(authorizer, all.Items);
        if (all.Items.Count >= AuthorizerRules.MaxPerApi)
        {
            throw ApiException.LimitExceeded("Maximum number of authorizers for this API has been reached. Please contact AWS if you need additional authorizers for your API.");
        }

        if (!await authorizers.CreateAsync(request.ApiId, authorizer, CancellationToken.None).ConfigureAwait(false))
        {
            throw ApiException.ConcurrentModification();
        }

        return ApiAnswer.Json(ApiAnswer.Created, authorizer, AuthorizerJson.Write);
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var page = await authorizers.ListAsync(request.ApiId, request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.List(page.Items, page.Position, AuthorizerJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request) =>
        ApiAnswer.Json(ApiAnswer.Ok, (await RequireAsync(request).ConfigureAwait(false)).Value, AuthorizerJson.Write);

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateAuthorizerInput").ConfigureAwait(false)).PatchOperations();
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        var after = AuthorizerPatches.Apply(before.Value, operations);
        if (after.Name != before.Value.Name)
        {
            RequireNewName(after, (await authorizers.ListAsync(request.ApiId, null, null, request.Cancelled).ConfigureAwait(false)).Items);
        }

        return await authorizers.ReplaceAsync(request.ApiId, after, before.Revision, CancellationToken.None).ConfigureAwait(false) is null
            ? throw ApiException.ConcurrentModification()
            : ApiAnswer.Json(ApiAnswer.Ok, after, AuthorizerJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var authorizer = await RequireAsync(request).ConfigureAwait(false);
        await references.RequireUnusedAsync(request.ApiId, authorizer.Value, request.Cancelled).ConfigureAwait(false);
        return await authorizers.DeleteAsync(request.ApiId, authorizer.Value.Id, authorizer.Revision, CancellationToken.None).ConfigureAwait(false)
            ? ApiAnswer.Accepted
            : throw ApiException.ConcurrentModification();
    }

    private async ValueTask<Versioned<Authorizer>> RequireAsync(ApiRequest request)
    {
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        return await authorizers.GetAsync(request.ApiId, request.Route("authorizer_id"), request.Cancelled).ConfigureAwait(false) ?? throw AuthorizerRules.Unknown();
    }

    private static void RequireNewName(Authorizer authorizer, IEnumerable<Authorizer> all)
    {
        if (all.Any(other => other.Id != authorizer.Id && other.Name == authorizer.Name))
        {
            throw ApiException.Conflict("Authorizer name must be unique. Authorizer " + authorizer.Name + " already exists in this RestApi.");
        }
    }
}
