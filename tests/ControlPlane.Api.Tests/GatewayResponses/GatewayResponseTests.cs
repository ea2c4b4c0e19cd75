using ControlPlane.Api.Tests.Hosting;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Tests.GatewayResponses;

public sealed class GatewayResponseTests : ApiTest
{
    private const string _template = """{"application/json":"{\"message\":$context.error.messageString}"}""";

    [Fact]
    public async Task Every_case_has_a_default()
    {
        var (api, _, _) = await CreateApiAsync();
        var all = (await App.GetAsync($"{api}/gatewayresponses?limit=1")).ShouldSucceed();
        all.Json["position"].ShouldBeNull();
        all.Json["item"]!.AsArray().Select(response => response!["responseType"]!.ToString()).ShouldBe(Enum.GetValues<GatewayResponseType>().Select(WireNames.Of));
        all.Json["item"]!.AsArray().ShouldAllBe(response => (bool)response!["defaultResponse"]!);
        (await App.GetAsync($"{api}/gatewayresponses/THROTTLED")).ShouldBe(
            200, $$"""{"responseType":"THROTTLED","statusCode":"429","responseParameters":{},"responseTemplates":{{_template}},"defaultResponse":true}""");
        (await App.GetAsync($"{api}/gatewayresponses/DEFAULT_4XX")).ShouldBe(
            200, $$"""{"responseType":"DEFAULT_4XX","responseParameters":{},"responseTemplates":{{_template}},"defaultResponse":true}""");
    }

    [Fact]
    public async Task A_gateway_response_lives_its_life()
    {
        var (api, _, _) = await CreateApiAsync();
        var path = $"{api}/gatewayresponses/INTEGRATION_FAILURE";
        (await App.PutAsync(path, """{"responseParameters":{"gatewayresponse.header.X":"'1'"}}""")).ShouldBe(
            201, $$"""{"responseType":"INTEGRATION_FAILURE","statusCode":"504","responseParameters":{"gatewayresponse.header.X":"'1'"},"responseTemplates":{{_template}},"defaultResponse":false}""");
        (await App.PatchAsync(
            path,
            "replace /statusCode 502",
            "add /responseParameters/gatewayresponse.header.Y context.requestId",
            "remove /responseParameters/gatewayresponse.header.X",
            "remove /responseTemplates/application~1json",
            "add /responseTemplates/text~1plain no")).ShouldBe(
            200, """{"responseType":"INTEGRATION_FAILURE","statusCode":"502","responseParameters":{"gatewayresponse.header.Y":"context.requestId"},"responseTemplates":{"text/plain":"no"},"defaultResponse":false}""");
        (await App.PutAsync(path, """{"statusCode":"302"}""")).ShouldSucceed().Json["responseParameters"]!.AsObject().Count.ShouldBe(0);
        (await App.GetAsync($"{api}/gatewayresponses")).Json["item"]!.AsArray().Single(each => !(bool)each!["defaultResponse"]!)!["statusCode"]!.ToString().ShouldBe("302");
        (await App.DeleteAsync(path)).ShouldBeEmpty(202);
        (await App.GetAsync(path))["defaultResponse"].ShouldBe("true");
        (await App.DeleteAsync(path)).ShouldBeNotFound("Gateway response type not defined on api");
    }

    [Fact]
    public async Task A_default_is_patched_into_a_response_of_the_API()
    {
        var (api, _, _) = await CreateApiAsync();
        var path = $"{api}/gatewayresponses/UNAUTHORIZED";
        (await App.PatchAsync(path, "add /responseParameters/gatewayresponse.header.WWW-Authenticate 'Basic'")).ShouldBe(
            200, $$"""{"responseType":"UNAUTHORIZED","statusCode":"401","responseParameters":{"gatewayresponse.header.WWW-Authenticate":"'Basic'"},"responseTemplates":{{_template}},"defaultResponse":false}""");
        (await App.PatchAsync(path, "remove /responseParameters/gatewayresponse.header.X")).ShouldBeNotFound("Invalid parameter name specified");
        (await App.PatchAsync(path, "replace /responseType X")).ShouldBeBadRequest(
            "Invalid patch path  '/responseType' specified for op 'replace'. Must be one of: [/statusCode, /responseParameters/{name}, /responseTemplates/{type}]");
        (await App.PatchAsync(path, "replace /statusCode 600")).ShouldBeError(
            400, "ValidationException", @"1 validation error detected: Value '600' at 'updateGatewayResponseInput.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d");
    }

    [Theory]
    [InlineData("THROTTLED", """{"statusCode":"42"}""", "ValidationException", @"1 validation error detected: Value '42' at 'putGatewayResponseInput.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d")]
    [InlineData("THROTTLED", """{"statusCode":429}""", "SerializationException", "class java.lang.Integer can not be converted to an String")]
    [InlineData("THROTTLED", """{"responseParameters":{"method.response.header.X":"'1'"}}""", "BadRequestException", "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: method.response.header.X]")]
    [InlineData("THROTTLED", """{"responseParameters":{"gatewayresponse.header.X":"integration.response.body"}}""", "BadRequestException", "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: integration.response.body]")]
    [InlineData("THROTTLED", """{"responseTemplates":{"json":"x"}}""", "BadRequestException", "Validation Result: warnings : [], errors : [Invalid content type specified: json]")]
    public async Task PutGatewayResponse_rejects(string type, string body, string error, string message)
    {
        var (api, _, _) = await CreateApiAsync();
        (await App.PutAsync($"{api}/gatewayresponses/{type}", body)).ShouldBeError(400, error, message);
        (await App.GetAsync($"{api}/gatewayresponses/{type}"))["defaultResponse"].ShouldBe("true");
    }

    [Fact]
    public async Task Unknown_cases_are_refused()
    {
        var (api, _, _) = await CreateApiAsync();
        var reply = await App.PutAsync($"{api}/gatewayresponses/BORED");
        (reply.Status, reply.Header("x-amzn-ErrorType")).ShouldBe((400, "ValidationException"));
        reply["message"].ShouldStartWith("1 validation error detected: Value 'BORED' at 'putGatewayResponseInput.responseType' failed to satisfy constraint: Member must satisfy enum value set: [ACCESS_DENIED, ");
    }

    [Fact]
    public async Task PutGatewayResponse_may_be_repeated()
    {
        var (api, _, _) = await CreateApiAsync();
        var first = await App.PutAsync($"{api}/gatewayresponses/THROTTLED", """{"statusCode":"430"}""", ("Idempotency-Key", "k"));
        (await App.PutAsync($"{api}/gatewayresponses/THROTTLED", """{"statusCode":"430"}""", ("Idempotency-Key", "k"))).ShouldBe(201, first.Body);
    }
}
