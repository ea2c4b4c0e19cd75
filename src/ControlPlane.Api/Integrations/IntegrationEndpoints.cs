using ControlPlane.Api.Methods;
using ControlPlane.Api.Requests;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Wire;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Integrations;

/// <summary>PutIntegration, GetIntegration, UpdateIntegration, DeleteIntegration, and the same for IntegrationResponse.</summary>
internal sealed class IntegrationEndpoints(MethodEditor methods)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, IntegrationOperations.Put, PutAsync);
        dispatcher.Map(routes, IntegrationOperations.Get, GetAsync);
        dispatcher.Map(routes, IntegrationOperations.Update, UpdateAsync);
        dispatcher.Map(routes, IntegrationOperations.Delete, DeleteAsync);
        dispatcher.Map(routes, IntegrationOperations.PutResponse, PutResponseAsync);
        dispatcher.Map(routes, IntegrationOperations.GetResponse, GetResponseAsync);
        dispatcher.Map(routes, IntegrationOperations.UpdateResponse, UpdateResponseAsync);
        dispatcher.Map(routes, IntegrationOperations.DeleteResponse, DeleteResponseAsync);
    }

    private async ValueTask<ApiAnswer> PutAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("putIntegrationInput").ConfigureAwait(false);
        var integration = new Integration
        {
            Type = body.RequiredMember<IntegrationType>("type"),
            HttpMethod = body.Text("httpMethod"),
            Uri = body.Text("uri"),
            ConnectionType = body.Member<ConnectionType>("connectionType"),
            ConnectionId = body.Text("connectionId"),
            Credentials = body.Text("credentials"),
            RequestParameters = body.TextMap("requestParameters"),
            RequestTemplates = body.NullableTextMap("requestTemplates"),
            PassthroughBehavior = body.Member<PassthroughBehavior>("passthroughBehavior") ?? PassthroughBehavior.WhenNoMatch,
            ContentHandling = body.Member<ContentHandling>("contentHandling"),
            TimeoutInMillis = body.Whole("timeoutInMillis") ?? Integration.DefaultTimeoutInMillis,
            CacheNamespace = body.Text("cacheNamespace") ?? request.Route("resource_id"),
            CacheKeyParameters = body.Texts("cacheKeyParameters"),
            TlsConfig = body.Object("tlsConfig") is { } tls ? new TlsConfig(tls.Boolean("insecureSkipVerification") ?? false) : null,
            ResponseTransferMode = body.Text("responseTransferMode"),
            IntegrationTarget = body.Text("integrationTarget"),
        };
        var method = await methods.EditAsync(request, before => before with { MethodIntegration = IntegrationRules.Validate(before, integration) }).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, method.MethodIntegration!, IntegrationJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request) =>
        ApiAnswer.Json(ApiAnswer.Ok, Require(await methods.RequireAsync(request).ConfigureAwait(false)), IntegrationJson.Write);

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateIntegrationInput").ConfigureAwait(false)).PatchOperations();
        var method = await methods.EditAsync(
            request,
            before => before with { MethodIntegration = IntegrationPatches.Apply(before, Require(before), operations) }).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, method.MethodIntegration!, IntegrationJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        await methods.EditAsync(request, before =>
        {
            Require(before);
            return before with { MethodIntegration = null };
        }).ConfigureAwait(false);
        return ApiAnswer.NoContent;
    }

    private async ValueTask<ApiAnswer> PutResponseAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("putIntegrationResponseInput").ConfigureAwait(false);
        var response = new IntegrationResponse
        {
            StatusCode = MethodRules.ValidateStatusCode(request.Route("status_code"), "putIntegrationResponseInput.statusCode"),
            SelectionPattern = body.Text("selectionPattern"),
            ResponseParameters = body.TextMap("responseParameters"),
            ResponseTemplates = body.NullableTextMap("responseTemplates"),
            ContentHandling = body.Member<ContentHandling>("contentHandling"),
        };
        var method = await methods.EditAsync(request, before => WithResponse(before, IntegrationRules.Validate(before, response))).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, Response(request, method), IntegrationJson.Write);
    }

    private async ValueTask<ApiAnswer> GetResponseAsync(ApiRequest request) =>
        ApiAnswer.Json(ApiAnswer.Ok, Response(request, await methods.RequireAsync(request).ConfigureAwait(false)), IntegrationJson.Write);

    private async ValueTask<ApiAnswer> UpdateResponseAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateIntegrationResponseInput").ConfigureAwait(false)).PatchOperations();
        var method = await methods.EditAsync(
            request,
            before => WithResponse(before, IntegrationPatches.Apply(before, Response(request, before), operations))).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, Response(request, method), IntegrationJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteResponseAsync(ApiRequest request)
    {
        await methods.EditAsync(request, before =>
        {
            var integration = Require(before);
            var response = Response(request, before);
            return before with { MethodIntegration = integration with { IntegrationResponses = integration.IntegrationResponses.Without(response.StatusCode) } };
        }).ConfigureAwait(false);
        return ApiAnswer.NoContent;
    }

    private static Integration Require(Method method) => method.MethodIntegration ?? throw ApiException.NotFound("Invalid Integration identifier specified");

    private static IntegrationResponse Response(ApiRequest request, Method method) =>
        Require(method).IntegrationResponses.GetValueOrDefault(request.Route("status_code")) ?? throw ApiException.NotFound("Invalid Response status code specified");

    private static Method WithResponse(Method method, IntegrationResponse response)
    {
        var integration = Require(method);
        return method with
        {
            MethodIntegration = integration with { IntegrationResponses = integration.IntegrationResponses.With(response.StatusCode, response) },
        };
    }
}
