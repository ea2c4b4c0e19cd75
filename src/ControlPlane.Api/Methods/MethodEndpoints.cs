using ControlPlane.Api.Requests;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Wire;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Methods;

/// <summary>PutMethod, GetMethod, UpdateMethod, DeleteMethod, and the same for MethodResponse.</summary>
internal sealed class MethodEndpoints(MethodEditor methods)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, MethodOperations.Put, PutAsync);
        dispatcher.Map(routes, MethodOperations.Get, GetAsync);
        dispatcher.Map(routes, MethodOperations.Update, UpdateAsync);
        dispatcher.Map(routes, MethodOperations.Delete, DeleteAsync);
        dispatcher.Map(routes, MethodOperations.PutResponse, PutResponseAsync);
        dispatcher.Map(routes, MethodOperations.GetResponse, GetResponseAsync);
        dispatcher.Map(routes, MethodOperations.UpdateResponse, UpdateResponseAsync);
        dispatcher.Map(routes, MethodOperations.DeleteResponse, DeleteResponseAsync);
    }

    private async ValueTask<ApiAnswer> PutAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("putMethodInput").ConfigureAwait(false);
        var method = MethodRules.Validate(new Method
        {
            HttpMethod = request.Route("http_method"),
            AuthorizationType = body.RequiredMember<AuthorizationType>("authorizationType"),
            AuthorizerId = body.Text("authorizerId"),
            ApiKeyRequired = body.Boolean("apiKeyRequired") ?? false,
            RequestValidatorId = body.Text("requestValidatorId"),
            OperationName = body.Text("operationName"),
            RequestParameters = body.BooleanMap("requestParameters"),
            RequestModels = body.TextMap("requestModels"),
            AuthorizationScopes = body.Texts("authorizationScopes"),
        });
        await methods.ReplaceAsync(request, existing =>
            existing is null ? method
            : request.IsRepeatable && ApiAnswer.IsSame(existing, method, MethodJson.Write) ? existing
            : throw ApiException.Conflict("Method already exists for this resource")).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, method, MethodJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request) =>
        ApiAnswer.Json(ApiAnswer.Ok, await methods.RequireAsync(request).ConfigureAwait(false), MethodJson.Write);

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateMethodInput").ConfigureAwait(false)).PatchOperations();
        var method = await methods.EditAsync(request, before => MethodPatches.Apply(before, operations)).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, method, MethodJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        await methods.ReplaceAsync(request, existing => existing is null ? throw MethodEditor.UnknownMethod() : null).ConfigureAwait(false);
        return ApiAnswer.NoContent;
    }

    private async ValueTask<ApiAnswer> PutResponseAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("putMethodResponseInput").ConfigureAwait(false);
        var response = MethodRules.Validate(new MethodResponse
        {
            StatusCode = MethodRules.ValidateStatusCode(request.Route("status_code"), "putMethodResponseInput.statusCode"),
            ResponseParameters = body.BooleanMap("responseParameters"),
            ResponseModels = body.TextMap("responseModels"),
        });
        await methods.EditAsync(request, method =>
            method.MethodResponses.GetValueOrDefault(response.StatusCode) is { } existing
            && !(request.IsRepeatable && ApiAnswer.IsSame(existing, response, MethodJson.Write))
            ? throw ApiException.Conflict("Response already exists for this resource")
            : method with { MethodResponses = method.MethodResponses.With(response.StatusCode, response) }).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, response, MethodJson.Write);
    }

    private async ValueTask<ApiAnswer> GetResponseAsync(ApiRequest request) =>
        ApiAnswer.Json(ApiAnswer.Ok, Response(request, await methods.RequireAsync(request).ConfigureAwait(false)), MethodJson.Write);

    private async ValueTask<ApiAnswer> UpdateResponseAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateMethodResponseInput").ConfigureAwait(false)).PatchOperations();
        var method = await methods.EditAsync(request, before =>
        {
            var response = MethodPatches.Apply(Response(request, before), operations);
            return before with { MethodResponses = before.MethodResponses.With(response.StatusCode, response) };
        }).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, Response(request, method), MethodJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteResponseAsync(ApiRequest request)
    {
        await methods.EditAsync(request, before => before with { MethodResponses = before.MethodResponses.Without(Response(request, before).StatusCode) }).ConfigureAwait(false);
        return ApiAnswer.NoContent;
    }

    private static MethodResponse Response(ApiRequest request, Method method) =>
        method.MethodResponses.GetValueOrDefault(request.Route("status_code")) ?? throw ApiException.NotFound("Invalid Response status code specified");
}
