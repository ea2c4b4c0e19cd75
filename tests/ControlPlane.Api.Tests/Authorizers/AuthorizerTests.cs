using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Authorizers;

public sealed class AuthorizerTests : ApiTest
{
    private const string Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:judge/invocations";
    private const string NeedsOne = "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.";

    [Fact]
    public async Task Authorizer_LivesItsLife()
    {
        var (api, _, _) = await CreateApiAsync();
        var created = await App.PostAsync(
            $"{api}/authorizers", $$"""{"name":"judge","type":"TOKEN","authorizerUri":"{{Uri}}","identitySource":"method.request.header.Authorization","identityValidationExpression":"Bearer .+"}""");
        var id = created.ShouldSucceed()["id"];
        created.ShouldBe(201, $$"""
            {"id":"{{id}}","name":"judge","type":"TOKEN","authType":"custom","authorizerUri":"{{Uri}}","identitySource":"method.request.header.Authorization",
             "identityValidationExpression":"Bearer .+","authorizerResultTtlInSeconds":300}
            """);
        var path = $"{api}/authorizers/{id}";
        (await App.GetAsync(path)).ShouldBe(200, created.Body);
        (await App.GetAsync($"{api}/authorizers")).ShouldBe(200, $$"""{"item":[{{created.Body}}]}""");
        var patched = await App.PatchAsync(path, "replace /name other", "replace /authorizerResultTtlInSeconds 0", "replace /identityValidationExpression ", "replace /type REQUEST");
        (patched["name"], patched["type"], patched["authorizerResultTtlInSeconds"], patched.Json["identityValidationExpression"]).ShouldBe(("other", "REQUEST", "0", null));
        (await App.PatchAsync(path, "replace /authorizerResultTtlInSeconds 3601")).Status.ShouldBe(400);
        (await App.DeleteAsync(path)).ShouldBeEmpty(202);
        (await App.GetAsync(path)).ShouldBeNotFound("Invalid Authorizer identifier specified");
        (await App.DeleteAsync(path)).ShouldBeNotFound("Invalid Authorizer identifier specified");
    }

    [Fact]
    public async Task Method_NeedsItsAuthorizer_AndKeepsIt()
    {
        var (api, _, root) = await CreateApiAsync();
        var method = $"{api}/resources/{root}/methods/POST";
        (await App.PutAsync(method, """{"authorizationType":"CUSTOM"}""")).ShouldBeBadRequest(NeedsOne);
        (await App.PutAsync(method, """{"authorizationType":"CUSTOM","authorizerId":"nope"}""")).ShouldBeBadRequest(NeedsOne);
        (await App.PatchAsync($"{api}/resources/{root}/methods/GET", "replace /authorizationType CUSTOM")).ShouldBeBadRequest(NeedsOne);
        var id = (await App.PostAsync($"{api}/authorizers", Token("judge"))).ShouldSucceed()["id"];
        (await App.PutAsync(method, $$"""{"authorizationType":"COGNITO_USER_POOLS","authorizerId":"{{id}}"}""")).ShouldBeBadRequest(NeedsOne);
        (await App.PutAsync(method, $$"""{"authorizationType":"CUSTOM","authorizerId":"{{id}}"}"""))["authorizerId"].ShouldBe(id);
        (await App.PatchAsync($"{api}/resources/{root}/methods/GET", "replace /authorizationType CUSTOM", $"replace /authorizerId {id}")).ShouldSucceed();
        (await App.DeleteAsync($"{api}/authorizers/{id}")).ShouldBeConflict("Cannot delete authorizer 'judge', is referenced in method: GET//");
        (await App.DeleteAsync(method)).ShouldSucceed();
        (await App.PatchAsync($"{api}/resources/{root}/methods/GET", "replace /authorizationType NONE")).ShouldSucceed();
        (await App.DeleteAsync($"{api}/authorizers/{id}")).ShouldBeEmpty(202);
    }

    [Theory]
    [InlineData("""{"type":"TOKEN"}""", "ValidationException", "1 validation error detected: Value null at 'createAuthorizerInput.name' failed to satisfy constraint: Member must not be null")]
    [InlineData(
        """{"name":"a","type":"MAGIC"}""",
        "ValidationException",
        "1 validation error detected: Value 'MAGIC' at 'createAuthorizerInput.type' failed to satisfy constraint: Member must satisfy enum value set: [TOKEN, REQUEST, COGNITO_USER_POOLS]")]
    [InlineData("""{"name":"a","type":"TOKEN"}""", "BadRequestException", "Authorizer URI must be specified for Lambda authorizers")]
    [InlineData(
        """{"name":"a","type":"TOKEN","authorizerUri":"https://x"}""",
        "BadRequestException",
        "Invalid Authorizer URI: https://x. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.")]
    [InlineData("""{"name":"a","type":"COGNITO_USER_POOLS"}""", "BadRequestException", "Invalid Provider ARNs. At least one Cognito User Pool ARN must be specified")]
    [InlineData("""{"name":"a","type":"TOKEN","authorizerUri":"$URI","identitySource":"header.X"}""", "BadRequestException", "Invalid identity source specified: header.X")]
    [InlineData(
        """{"name":"a","type":"TOKEN","authorizerUri":"$URI","identitySource":"method.request.querystring.x"}""",
        "BadRequestException",
        "Invalid identity source specified: method.request.querystring.x")]
    [InlineData("""{"name":"a","type":"REQUEST","authorizerUri":"$URI"}""", "BadRequestException", "Identity source is required for REQUEST authorizers when authorization caching is enabled")]
    [InlineData("""{"name":"a","type":"TOKEN","authorizerUri":"$URI","identityValidationExpression":"("}""", "BadRequestException", "Invalid identity validation expression specified: (")]
    [InlineData("""{"name":"a","type":"TOKEN","authorizerUri":"$URI","authorizerResultTtlInSeconds":3601}""", "BadRequestException", "Authorizer result TTL must be between 0 and 3600 seconds")]
    public async Task CreateAuthorizer_Rejects(string body, string type, string message)
    {
        var (api, _, _) = await CreateApiAsync();
        (await App.PostAsync($"{api}/authorizers", body.Replace("$URI", Uri, StringComparison.Ordinal))).ShouldBeError(400, type, message);
        (await App.GetAsync($"{api}/authorizers")).ShouldBe(200, """{"item":[]}""");
    }

    [Fact]
    public async Task CreateAuthorizer_NamesAreUnique_RepetitionsAreNot_AndThereAreTen()
    {
        var (api, _, _) = await CreateApiAsync();
        var first = await App.PostAsync($"{api}/authorizers", Token("a0"), ("Idempotency-Key", "k"));
        (await App.PostAsync($"{api}/authorizers", Token("a0"), ("Idempotency-Key", "k"))).ShouldBe(201, first.Body);
        (await App.PostAsync($"{api}/authorizers", Token("a0"))).Status.ShouldBe(409);
        for (var i = 1; i < 10; i++)
        {
            (await App.PostAsync($"{api}/authorizers", Token($"a{i}"))).ShouldSucceed();
        }

        (await App.PostAsync($"{api}/authorizers", Token("a10"))).Status.ShouldBe(429);
        var page = await App.GetAsync($"{api}/authorizers?limit=7");
        page.Json["item"]!.AsArray().Count.ShouldBe(7);
        (await App.GetAsync($"{api}/authorizers?position={page["position"]}")).Json["item"]!.AsArray().Count.ShouldBe(3);
        (await App.PostAsync("/restapis/nope/authorizers", Token("x"))).ShouldBeNotFound("Invalid API identifier specified 123456789012:nope");
    }

    [Fact]
    public async Task FlushStageAuthorizersCache_MovesTheStage_AndIsInItsHistory()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.DeleteAsync($"{stage}/cache/authorizers")).ShouldBeEmpty(202);
        App.Observer.Heard.ShouldContain($"stage {stage.Split('/')[2]}/prod");
        var newest = (await App.GetAsync($"{stage}/history")).Json["item"]![0]!;
        newest["changes"]!.ToJsonString().ShouldContain("/cache/authorizers/flushes");
        (await App.DeleteAsync($"{stage[..^4]}nope/cache/authorizers")).ShouldBeNotFound("Invalid Stage identifier specified");
    }

    [Fact]
    public async Task TestInvokeAuthorizer_AsksTheFunction_AndSaysWhatCameOfIt()
    {
        var (api, _, _) = await CreateApiAsync();
        var id = (await App.PostAsync($"{api}/authorizers", Token("judge")))["id"];
        (await App.PostAsync($"{api}/authorizers/nope")).ShouldBeNotFound("Invalid Authorizer identifier specified");

        // The test's function answers like a backend: that is no policy.
        var odd = await App.PostAsync($"{api}/authorizers/{id}", """{"headers":{"Authorization":"token"}}""");
        (odd.Status, odd.Json["clientStatus"]!.GetValue<int>()).ShouldBe((200, 500));
        odd["log"].ShouldContain($"Execution log for authorizer {id}");
        odd.Json["policy"].ShouldBeNull();

        (await App.PostAsync($"{api}/authorizers/{id}")).Json["clientStatus"]!.GetValue<int>().ShouldBe(401);
    }

    private static string Token(string name) => $$"""{"name":"{{name}}","type":"TOKEN","authorizerUri":"{{Uri}}"}""";
}
