using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Testing;
using ControlPlane.Storage.Parts;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Methods;

/// <summary>TestInvokeMethod.</summary>
internal sealed class MethodTestEndpoints(MethodEditor methods, ApiPartsRepository parts, ApiLookup lookup, IGatewayTester tester)
{
    // A method for any verb has to be asked with one.
    private const string _verbOfAny = "GET";

    /// <summary>Maps the operation.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes) => dispatcher.Map(routes, MethodOperations.Test, TestAsync);

    private async ValueTask<ApiAnswer> TestAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("testInvokeMethodInput").ConfigureAwait(false);
        var resource = await methods.RequireServingAsync(request).ConfigureAwait(false);
        var api = await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var verb = MethodRules.ValidateVerb(request.Route("http_method"));
        var test = new MethodTest
        {
            Api = DeploymentRules.Draft(api.Value, [resource], await parts.GetAsync(request.ApiId, request.Cancelled).ConfigureAwait(false)),
            Verb = verb == MethodRules.AnyVerb ? _verbOfAny : verb,
            PathWithQueryString = body.Text("pathWithQueryString") is { Length: > 0 } path ? path : null,
            Body = body.Text("body") ?? "",
            Headers = TestHeaders.Read(body),
            StageVariables = StageRules.ValidateVariables(body.TextMap("stageVariables")),
        };
        body.Text("clientCertificateId");
        return ApiAnswer.Json(ApiAnswer.Ok, await tester.TestAsync(test, request.Cancelled).ConfigureAwait(false), MethodTestJson.Write);
    }
}
