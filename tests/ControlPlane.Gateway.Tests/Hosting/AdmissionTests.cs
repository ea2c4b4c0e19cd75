using System.Net;
using ControlPlane.Domain.Methods;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Hosting;

public sealed class AdmissionTests
{
    [Theory]
    [InlineData(AuthorizationType.AwsIam, 403, "MissingAuthenticationTokenException", """{"message":"Missing Authentication Token"}""")]
    [InlineData(AuthorizationType.Custom, 500, "AuthorizerConfigurationException", """{"message":null}""")]
    [InlineData(AuthorizationType.CognitoUserPools, 401, "UnauthorizedException", """{"message":"Unauthorized"}""")]
    public async Task Authorization_that_is_not_served_refuses(AuthorizationType type, int status, string errorType, string body)
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("GET") with { AuthorizationType = type });

        using var response = await gateway.GetAsync("/x");

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe([errorType]);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Fact]
    public async Task A_required_api_key_refuses()
    {
        await using var gateway = await GatewayHost.StartAsync(Sample.Method("GET") with { ApiKeyRequired = true });

        using var response = await gateway.SendAsync(HttpMethod.Get, "/x", null, ("x-api-key", "any"));

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Forbidden"}""");
    }

    [Fact]
    public async Task A_resource_policy_refuses()
    {
        await using var gateway = await GatewayHost.StartAsync(
            Sample.Api(Sample.Resource("/x", Sample.Method("GET"))) with { Policy = "{}" });

        using var response = await gateway.GetAsync("/x");

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["AccessDeniedException"]);
    }
}
