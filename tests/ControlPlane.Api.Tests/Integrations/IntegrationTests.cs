using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Integrations;

public sealed class IntegrationTests : ApiTest
{
    private const string _lambda = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f:${stageVariables.alias}/invocations";
    private string _method = "";
    private string _root = "";

    [Fact]
    public async Task PutIntegration_Lambda_HasTheDefaults()
    {
        await PrepareAsync();
        var integration = await App.PutAsync($"{_method}/integration", $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"{{_lambda}}"}""");
        integration.ShouldBe(201, $$"""
            {"type":"AWS_PROXY","httpMethod":"POST","uri":"{{_lambda}}","passthroughBehavior":"WHEN_NO_MATCH","timeoutInMillis":29000,"cacheNamespace":"{{_root}}","cacheKeyParameters":[]}
            """);
        (await App.GetAsync($"{_method}/integration")).ShouldBe(200, integration.Body);
    }

    [Fact]
    public async Task PutIntegration_EveryMember_IsKept()
    {
        await PrepareAsync();
        var integration = await App.PutAsync($"{_method}/integration", """
            {"type":"HTTP","httpMethod":"PUT","uri":"https://example.com/{id}","connectionType":"VPC_LINK","connectionId":"v","credentials":"arn:x",
             "requestParameters":{"integration.request.path.id":"method.request.path.id","integration.request.header.S":"'static'"},
             "requestTemplates":{"application/json":"{}","text/plain":""},"passthroughBehavior":"NEVER","cacheNamespace":"ns","cacheKeyParameters":["method.request.path.id"],
             "contentHandling":"CONVERT_TO_TEXT","timeoutInMillis":50,"tlsConfig":{"insecureSkipVerification":true},"responseTransferMode":"STREAM","integrationTarget":"t"}
            """);
        integration.ShouldBe(201, """
            {"type":"HTTP","httpMethod":"PUT","uri":"https://example.com/{id}","connectionType":"VPC_LINK","connectionId":"v","credentials":"arn:x",
             "requestParameters":{"integration.request.path.id":"method.request.path.id","integration.request.header.S":"'static'"},
             "requestTemplates":{"application/json":"{}","text/plain":null},"passthroughBehavior":"NEVER","cacheNamespace":"ns","cacheKeyParameters":["method.request.path.id"],
             "contentHandling":"CONVERT_TO_TEXT","timeoutInMillis":50,"tlsConfig":{"insecureSkipVerification":true},"responseTransferMode":"STREAM","integrationTarget":"t"}
            """);
        (await App.GetAsync($"{_method}/integration")).ShouldBe(200, integration.Body);
    }

    [Theory]
    [InlineData("""{"type":"HTTP","uri":"http://a.b"}""", "Enumeration value for HttpMethod must be non-empty")]
    [InlineData("""{"type":"HTTP","httpMethod":"GET"}""", "Invalid HTTP endpoint specified for URI")]
    [InlineData("""{"type":"HTTP","httpMethod":"GET","uri":"ftp://a.b"}""", "Invalid HTTP endpoint specified for URI")]
    [InlineData("""{"type":"AWS","httpMethod":"POST","uri":"arn:aws:lambda:us-east-1:1:function:f"}""", "Invalid ARN specified in the request")]
    [InlineData("""{"type":"AWS","httpMethod":"POST","uri":"arn:aws:apigateway:us-east-1:sqs:nothing/x"}""", "AWS ARN for integration must contain path or action")]
    [InlineData("""{"type":"AWS_PROXY","httpMethod":"POST","uri":"arn:aws:apigateway:us-east-1:sqs:path/x"}""", "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.")]
    [InlineData("""{"type":"MOCK","timeoutInMillis":49}""", "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("""{"type":"MOCK","timeoutInMillis":29001}""", "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("""{"type":"MOCK","requestTemplates":{"nonsense":"{}"}}""", "Validation Result: warnings : [], errors : [Invalid content type specified: nonsense]")]
    [InlineData("""{"type":"MOCK","requestParameters":{"integration.request.header.a":"nonsense"}}""", "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: nonsense]")]
    [InlineData("""{"type":"MOCK","requestParameters":{"integration.request.header.a":"method.request.header.undeclared"}}""", "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.header.undeclared]")]
    public async Task PutIntegration_Rejects(string body, string message)
    {
        await PrepareAsync();
        var before = (await App.GetAsync($"{_method}/integration")).Body;
        (await App.PutAsync($"{_method}/integration", body)).ShouldBeBadRequest(message);
        (await App.GetAsync($"{_method}/integration")).ShouldBe(200, before);
    }

    [Fact]
    public async Task PutIntegration_Again_Replaces()
    {
        await PrepareAsync();
        (await App.PutAsync($"{_method}/responses/200")).ShouldSucceed();
        (await App.PutAsync($"{_method}/integration/responses/200")).ShouldSucceed();
        (await App.PutAsync($"{_method}/integration", """{"type":"HTTP_PROXY","httpMethod":"GET","uri":"http://${stageVariables.host}/x"}""")).ShouldSucceed()
            .Json["integrationResponses"].ShouldBeNull();
    }

    [Fact]
    public async Task UpdateIntegration_AndDelete()
    {
        await PrepareAsync();
        (await App.PatchAsync($"{_method}/integration", "add /requestTemplates/application~1json {}", "replace /timeoutInMillis 100", "replace /passthroughBehavior NEVER"))
            .ShouldBe(200, $$$"""{"type":"MOCK","requestTemplates":{"application/json":"{}"},"passthroughBehavior":"NEVER","timeoutInMillis":100,"cacheNamespace":"{{{_root}}}","cacheKeyParameters":[]}""");
        (await App.PatchAsync($"{_method}/integration", "replace /timeoutInMillis 40000")).ShouldBeBadRequest("Timeout should be between 50 ms and 29000 ms");
        (await App.PatchAsync($"{_method}/integration", "remove /requestTemplates/text~1plain")).ShouldBeNotFound("Invalid content type specified");
        (await App.PatchAsync($"{_method}/integration", "replace /type MOON")).ShouldBeError(400, "ValidationException", "1 validation error detected: Value 'MOON' at '/type' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, AWS, MOCK, HTTP_PROXY, AWS_PROXY]");
        (await App.DeleteAsync($"{_method}/integration")).ShouldBeEmpty(204);
        foreach (var verb in new[] { "GET", "DELETE" })
        {
            (await App.SendAsync(verb, $"{_method}/integration")).ShouldBeNotFound("Invalid Integration identifier specified");
        }

        (await App.GetAsync($"{_method}/integration/responses/200")).ShouldBeNotFound("Invalid Integration identifier specified");
    }

    [Fact]
    public async Task IntegrationResponse_LivesItsLife()
    {
        await PrepareAsync();
        var response = $"{_method}/integration/responses/200";
        (await App.PutAsync(response)).ShouldBeNotFound("Invalid Response status code specified");
        (await App.PutAsync($"{_method}/responses/200", """{"responseParameters":{"method.response.header.X":false}}""")).ShouldSucceed();
        (await App.PutAsync(response, """{"selectionPattern":"","responseParameters":{"method.response.header.X":"integration.response.body.a"},"responseTemplates":{"application/json":""},"contentHandling":"CONVERT_TO_BINARY"}"""))
            .ShouldBe(201, """{"statusCode":"200","selectionPattern":"","responseParameters":{"method.response.header.X":"integration.response.body.a"},"responseTemplates":{"application/json":null},"contentHandling":"CONVERT_TO_BINARY"}""");
        (await App.PatchAsync(response, "replace /selectionPattern 4..", "remove /responseTemplates/application~1json", "replace /contentHandling "))
            .ShouldBe(200, """{"statusCode":"200","selectionPattern":"4..","responseParameters":{"method.response.header.X":"integration.response.body.a"}}""");
        (await App.PatchAsync(response, "add /responseParameters/method.response.header.Y 'a'")).ShouldBeBadRequest(
            "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.response.header.Y]");
        (await App.DeleteAsync(response)).ShouldBeEmpty(204);
        (await App.GetAsync(response)).ShouldBeNotFound("Invalid Response status code specified");
    }

    private async Task PrepareAsync()
    {
        var (path, _, root) = await CreateApiAsync();
        _root = root;
        _method = $"{path}/resources/{root}/methods/GET";
        (await App.PatchAsync(_method, "add /requestParameters/method.request.path.id true")).ShouldSucceed();
    }
}
