using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>The AWS CLI tests methods that are not deployed: <c>aws apigateway test-invoke-method</c>.</summary>
public abstract class MethodTestTests(RunningHost running)
{
    [Fact]
    public async Task Runs_a_mock_with_everything_a_request_can_have()
    {
        await Requirements.AwsCliAsync();
        using var control = new ControlClient(running.Process);
        var api = await SampleApi.CreateMockAsync(control, "tested");
        var method = await SampleApi.RootMethodAsync(control, api);
        await control.PatchAsync(
            $"{method}/integration/responses/200",
            """{"patchOperations":[{"op":"replace","path":"/responseTemplates/application~1json","value":"$input.params('a') $input.params('X-B') $stageVariables.k $context.stage"}]}""");

        var result = await TestAsync(
            method, "GET", "--path-with-query-string", "/?a=1", "--body", """{"n":1}""", "--headers", "X-B=2,Authorization=Bearer 0123456789abcdefghij", "--stage-variables", "k=v");

        ((int)result["status"]!, (string?)result["body"]).ShouldBe((200, "1 2 v test-invoke-stage"));
        ((string?)result["headers"]!["Content-Type"]).ShouldBe("application/json");
        ((string?)result["multiValueHeaders"]!["Content-Type"]![0]).ShouldBe("application/json");
        ((long)result["latency"]!).ShouldBeInRange(0, 30_000);
        var log = (string)result["log"]!;
        log.ShouldMatch(@"^Execution log for request [0-9a-f-]{36}\n\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC 20\d\d : Starting execution for request: ");
        log.ShouldContain(" : Method request headers: {X-B=2, Authorization=*********************efghij}\n");
        log.ShouldContain(""" : Method request body before transformations: {"n":1}""" + "\n");
        log.ShouldEndWith(" : Successfully completed execution\n" + log.Split('\n')[^2] + "\n");
        log.ShouldEndWith(" : Method completed with status: 200\n");
        log.ShouldNotContain("0123456789");
    }

    [Fact]
    public async Task Runs_the_function_that_the_stage_variable_names()
    {
        await Requirements.AwsCliAsync();
        await Requirements.PythonAsync();
        using var control = new ControlClient(running.Process);
        await SampleFunction.CreateAsync(control, "tested");
        var api = await SampleApi.CreateLambdaAsync(control, "tested", "tested:${stageVariables.version}");
        var method = await SampleApi.RootMethodAsync(control, api);

        foreach (var version in new[] { "1", "2" })
        {
            var result = await TestAsync(method, "GET", "--path-with-query-string", "/", "--stage-variables", $"version={version}");
            ((int)result["status"]!, (string?)result["body"]).ShouldBe((200, "v" + version));
            var address = $"{running.Process.Control.GetLeftPart(UriPartial.Authority)}/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:tested:{version}/invocations";
            ((string)result["log"]!).ShouldContain($" : Sending request to {address}\n");
            ((string)result["log"]!).ShouldMatch(@" : Received response. Status: 200, Integration latency: \d+ ms\n");
        }

        var missing = await TestAsync(method, "GET", "--stage-variables", "version=9");
        ((int)missing["status"]!).ShouldBe(502);
        ((string)missing["log"]!).ShouldEndWith(" : Method completed with status: 502\n");
    }

    [Fact]
    public async Task Runs_a_proxy_to_an_HTTP_backend()
    {
        await Requirements.AwsCliAsync();
        using var control = new ControlClient(running.Process);
        var api = await SampleApi.CreateMockAsync(control, "tested");
        var method = await SampleApi.RootMethodAsync(control, api);
        await control.PutAsync($"{method}/integration", $$"""{"type":"HTTP_PROXY","httpMethod":"GET","uri":"{{running.Process.Control}}ping"}""");

        var result = await TestAsync(method, "GET", "--path-with-query-string", "/?a=b", "--multi-value-headers", """{"X-Many":["1","2"]}""");

        ((int)result["status"]!, (string?)result["body"]).ShouldBe((200, ""));
        var log = (string)result["log"]!;
        log.ShouldContain($" : Endpoint request URI: {running.Process.Control}ping?a=b\n");
        log.ShouldContain("X-Many=1, 2");
        log.ShouldContain($"User-Agent=AmazonAPIGateway_{api}");

        await control.PutAsync($"{method}/integration", """{"type":"HTTP_PROXY","httpMethod":"GET","uri":"http://127.0.0.1:65535/"}""");
        result = await TestAsync(method, "GET");
        ((int)result["status"]!).ShouldBe(504);
        ((string)result["log"]!).ShouldContain(" : Execution failed due to a network error: ");
    }

    private async Task<JsonObject> TestAsync(string methodPath, string verb, params string[] arguments)
    {
        var parts = methodPath.Split('/');
        var printed = await AwsCli.ApiGatewayAsync(
            running.Process,
            ["test-invoke-method", "--rest-api-id", parts[2], "--resource-id", parts[4], "--http-method", verb, .. arguments]);
        return JsonNode.Parse(printed)!.AsObject();
    }
}

public sealed class MethodTestTestsOnSqlite(SqliteHost host) : MethodTestTests(host), IClassFixture<SqliteHost>;

public sealed class MethodTestTestsOnDynamoDb(DynamoDbHost host) : MethodTestTests(host), IClassFixture<DynamoDbHost>;
