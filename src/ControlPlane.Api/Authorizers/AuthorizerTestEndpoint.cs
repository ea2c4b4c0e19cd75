using System.Text.Json;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Gateway.Testing;
using ControlPlane.Storage.Parts;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Authorizers;

/// <summary>TestInvokeAuthorizer. The authorizer is the API's as it is now, not as it is deployed.</summary>
internal sealed class AuthorizerTestEndpoint(PartRepository<Authorizer> authorizers, ApiLookup lookup, IGatewayTester tester)
{
    /// <summary>Maps the operation.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes) => dispatcher.Map(routes, AuthorizerOperations.Test, TestAsync);

    private async ValueTask<ApiAnswer> TestAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("testInvokeAuthorizerInput").ConfigureAwait(false);
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var authorizer = await authorizers.GetAsync(request.ApiId, request.Route("authorizer_id"), request.Cancelled).ConfigureAwait(false) ?? throw AuthorizerRules.Unknown();
        var test = new AuthorizerTestRequest(request.ApiId, authorizer.Value)
        {
            PathWithQueryString = body.Text("pathWithQueryString") ?? "/",
            Headers = TestHeaders.Read(body),
            StageVariables = body.TextMap("stageVariables"),
        };
        return ApiAnswer.Json(ApiAnswer.Ok, await tester.TestAsync(test, request.Cancelled).ConfigureAwait(false), Write);
    }

    private static void Write(Utf8JsonWriter writer, AuthorizerTestResult result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("clientStatus", result.ClientStatus);
        writer.WriteString("log", result.Log);
        writer.WriteNumber("latency", (long)result.Latency.TotalMilliseconds);
        writer.Optional("principalId", result.PrincipalId);
        writer.Optional("policy", result.Policy);
        if (result.PrincipalId is not null)
        {
            writer.WriteStartObject("authorization");
            foreach (var (name, value) in result.Context)
            {
                writer.List(name, [value]);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
