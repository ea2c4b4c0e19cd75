using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Methods;

public sealed class MethodTests : ApiTest
{
    private string _resource = "";

    [Fact]
    public async Task PutMethod_EveryMember_IsKept()
    {
        await PrepareAsync();
        var method = await App.PutAsync($"{_resource}/methods/POST", """
            {"authorizationType":"AWS_IAM","apiKeyRequired":true,"operationName":"buy","requestParameters":{"method.request.header.X-Id":true,"method.request.path.id":false},
             "requestModels":{"application/json":"Empty"},"authorizationScopes":["a"]}
            """);
        method.ShouldBe(201, """
            {"httpMethod":"POST","authorizationType":"AWS_IAM","apiKeyRequired":true,"operationName":"buy",
             "requestParameters":{"method.request.header.X-Id":true,"method.request.path.id":false},"requestModels":{"application/json":"Empty"},"authorizationScopes":["a"]}
            """);
        (await App.GetAsync($"{_resource}/methods/POST")).ShouldBe(200, method.Body);
    }

    [Theory]
    [InlineData("BREW", """{"authorizationType":"NONE"}""", "BadRequestException", "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY")]
    [InlineData("post", """{"authorizationType":"NONE"}""", "BadRequestException", "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY")]
    [InlineData("POST", """{"authorizationType":"CUSTOM","authorizerId":"x"}""", "BadRequestException", "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.")]
    [InlineData("POST", """{"authorizationType":"NONE","requestModels":{"application/json":"Nope"}}""", "BadRequestException", "Invalid model identifier specified: Nope")]
    [InlineData("POST", """{"authorizationType":"NONE","requestParameters":{"method.request.header.a":true,"method.request.path.a":true}}""", "BadRequestException", "Parameter names must be unique across querystring, header and path")]
    [InlineData("POST", """{"authorizationType":"NONE","requestParameters":{"header.a":true}}""", "BadRequestException", "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: header.a]")]
    [InlineData("POST", """{"authorizationType":"NONE","requestParameters":{"method.request.header.a":"yes"}}""", "SerializationException", "class java.lang.String can not be converted to an Boolean")]
    [InlineData("POST", """{"authorizationType":"MOON"}""", "ValidationException", "1 validation error detected: Value 'MOON' at 'putMethodInput.authorizationType' failed to satisfy constraint: Member must satisfy enum value set: [NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS]")]
    [InlineData("POST", "{}", "ValidationException", "1 validation error detected: Value null at 'putMethodInput.authorizationType' failed to satisfy constraint: Member must not be null")]
    public async Task PutMethod_Rejects(string verb, string body, string type, string message)
    {
        await PrepareAsync();
        (await App.PutAsync($"{_resource}/methods/{verb}", body)).ShouldBeError(400, type, message);
        (await App.GetAsync($"{_resource}/methods/{verb}")).ShouldBeNotFound("Invalid Method identifier specified");
    }

    [Fact]
    public async Task PutMethod_Twice_Conflicts()
    {
        await PrepareAsync();
        (await App.PutAsync($"{_resource}/methods/GET", """{"authorizationType":"AWS_IAM"}""")).ShouldBeConflict("Method already exists for this resource");
        (await App.GetAsync($"{_resource}/methods/GET"))["authorizationType"].ShouldBe("NONE");
    }

    [Fact]
    public async Task UpdateMethod_AndDelete()
    {
        await PrepareAsync();
        var method = $"{_resource}/methods/GET";
        var patched = await App.PatchAsync(method, "replace /apiKeyRequired true", "add /requestParameters/method.request.querystring.q false", "replace /authorizationType AWS_IAM");
        patched.Status.ShouldBe(200);
        (patched["apiKeyRequired"], patched["authorizationType"], patched.Json["requestParameters"]!.ToJsonString()).ShouldBe(("true", "AWS_IAM", """{"method.request.querystring.q":false}"""));
        (await App.PatchAsync(method, "replace /httpMethod POST")).ShouldBeBadRequest("Invalid patch path /httpMethod");
        (await App.PatchAsync(method, "add /apiKeyRequired true")).ShouldBeBadRequest("Invalid patch operation specified. Must be one of: [replace]");
        (await App.DeleteAsync(method)).ShouldBeEmpty(204);
        foreach (var verb in new[] { "GET", "DELETE" })
        {
            (await App.SendAsync(verb, method)).ShouldBeNotFound("Invalid Method identifier specified");
        }

        (await App.PatchAsync(method, "replace /apiKeyRequired true")).ShouldBeNotFound("Invalid Method identifier specified");
    }

    [Fact]
    public async Task MethodResponse_LivesItsLife()
    {
        await PrepareAsync();
        var response = $"{_resource}/methods/GET/responses/200";
        (await App.GetAsync(response)).ShouldBeNotFound("Invalid Response status code specified");
        (await App.PutAsync(response, """{"responseParameters":{"method.response.header.X":true},"responseModels":{"application/json":"Empty"}}"""))
            .ShouldBe(201, """{"statusCode":"200","responseParameters":{"method.response.header.X":true},"responseModels":{"application/json":"Empty"}}""");
        (await App.PutAsync(response)).ShouldBeConflict("Response already exists for this resource");
        (await App.PatchAsync(response, "add /responseParameters/method.response.header.Y", "remove /responseModels/application~1json"))
            .ShouldBe(201, """{"statusCode":"200","responseParameters":{"method.response.header.X":true,"method.response.header.Y":false}}""");
        (await App.GetAsync($"{_resource}/methods/GET")).Json["methodResponses"]!["200"]!["statusCode"]!.ToString().ShouldBe("200");
        (await App.PatchAsync(response, "move /responseParameters/a b")).ShouldBeBadRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'");
        (await App.DeleteAsync(response)).ShouldBeEmpty(204);
        (await App.DeleteAsync(response)).ShouldBeNotFound("Invalid Response status code specified");
    }

    [Theory]
    [InlineData("600")]
    [InlineData("99")]
    [InlineData("2xx")]
    [InlineData("2000")]
    public async Task PutMethodResponse_RejectsStatus(string status)
    {
        await PrepareAsync();
        var message = $"1 validation error detected: Value '{status}' at '{{0}}.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d";
        (await App.PutAsync($"{_resource}/methods/GET/responses/{status}")).ShouldBeError(400, "ValidationException", string.Format(null, message, "putMethodResponseInput"));
        (await App.PutAsync($"{_resource}/methods/GET/integration/responses/{status}")).ShouldBeError(400, "ValidationException", string.Format(null, message, "putIntegrationResponseInput"));
    }

    private async Task PrepareAsync()
    {
        var (path, _, root) = await CreateApiAsync();
        _resource = $"{path}/resources/{root}";
    }
}
