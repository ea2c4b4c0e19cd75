using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Wire;
using ControlPlane.Storage.Parts;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.GatewayResponses;

/// <summary>PutGatewayResponse, GetGatewayResponse, GetGatewayResponses, UpdateGatewayResponse, DeleteGatewayResponse.</summary>
internal sealed class GatewayResponseEndpoints(PartRepository<GatewayResponse> responses, ApiLookup lookup, WriteLocks locks)
{
    private static readonly GatewayResponseType[] _types = Enum.GetValues<GatewayResponseType>();

    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, GatewayResponseOperations.Put, PutAsync);
        dispatcher.Map(routes, GatewayResponseOperations.List, ListAsync);
        dispatcher.Map(routes, GatewayResponseOperations.Get, GetAsync);
        dispatcher.Map(routes, GatewayResponseOperations.Update, UpdateAsync);
        dispatcher.Map(routes, GatewayResponseOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> PutAsync(ApiRequest request)
    {
        const string Input = "putGatewayResponseInput";
        var body = await request.BodyAsync(Input).ConfigureAwait(false);
        var response = GatewayResponseRules.Validate(
            new GatewayResponse
            {
                ResponseType = TypeOf(request, Input),
                StatusCode = body.Text("statusCode"),
                ResponseParameters = body.TextMap("responseParameters"),
                ResponseTemplates = body.TextMap("responseTemplates"),
            },
            Input);
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        await responses.PutAsync(request.ApiId, response, CancellationToken.None).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, response, GatewayResponseJson.Write);
    }

    // API Gateway takes position and limit here and answers everything in one page all the same.
    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var own = await responses.ListAsync(request.ApiId, null, null, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.List(_types, null, (writer, type) =>
        {
            if (own.Items.FirstOrDefault(response => response.ResponseType == type) is { } response)
            {
                GatewayResponseJson.Write(writer, response);
            }
            else
            {
                GatewayResponseJson.WriteDefault(writer, GatewayResponseRules.Default(type));
            }
        });
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var type = TypeOf(request, "getGatewayResponseInput");
        return await FindAsync(request, type).ConfigureAwait(false) is { } own
            ? ApiAnswer.Json(ApiAnswer.Ok, own.Value, GatewayResponseJson.Write)
            : ApiAnswer.Json(ApiAnswer.Ok, GatewayResponseRules.Default(type), GatewayResponseJson.WriteDefault);
    }

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var type = TypeOf(request, "updateGatewayResponseInput");
        var operations = (await request.BodyAsync("updateGatewayResponseInput").ConfigureAwait(false)).PatchOperations();
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await FindAsync(request, type).ConfigureAwait(false);
        var after = GatewayResponsePatches.Apply(before?.Value ?? new GatewayResponse { ResponseType = type }, operations);
        var isStored = before is { } stored
            ? await responses.ReplaceAsync(request.ApiId, after, stored.Revision, CancellationToken.None).ConfigureAwait(false) is not null
            : await responses.CreateAsync(request.ApiId, after, CancellationToken.None).ConfigureAwait(false);
        return isStored ? ApiAnswer.Json(ApiAnswer.Ok, after, GatewayResponseJson.Write) : throw ApiException.ConcurrentModification();
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        var type = TypeOf(request, "deleteGatewayResponseInput");
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var response = await FindAsync(request, type).ConfigureAwait(false) ?? throw ApiException.NotFound("Gateway response type not defined on api");
        return await responses.DeleteAsync(request.ApiId, WireNames.Of(type), response.Revision, CancellationToken.None).ConfigureAwait(false)
            ? ApiAnswer.Accepted
            : throw ApiException.ConcurrentModification();
    }

    private static GatewayResponseType TypeOf(ApiRequest request, string input) =>
        WireNames.Parse<GatewayResponseType>(request.Route("response_type"), $"{input}.responseType");

    private async ValueTask<Versioned<GatewayResponse>?> FindAsync(ApiRequest request, GatewayResponseType type)
    {
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        return await responses.GetAsync(request.ApiId, WireNames.Of(type), request.Cancelled).ConfigureAwait(false);
    }
}
