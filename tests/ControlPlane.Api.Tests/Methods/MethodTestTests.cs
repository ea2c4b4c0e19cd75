using System.Text.RegularExpressions;
using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Methods;

/// <summary>TestInvokeMethod: methods run as they are now, without a deployment.</summary>
public sealed class MethodTestTests : ApiTest
{
    private const string Lambda = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:";

    [Fact]
    public async Task A_mock_answers_with_the_whole_log()
    {
        var method = await CreateAsync("GET", "{id}", """
            {"type":"MOCK","requestTemplates":{"application/json":"{\"statusCode\": 200}"}}
            """);
        (await App.PutAsync($"{method}/responses/200", """{"responseParameters":{"method.response.header.X-Color":false}}""")).ShouldSucceed();
        (await App.PutAsync($"{method}/integration/responses/200", """
            {"responseParameters":{"method.response.header.X-Color":"stageVariables.color"},
             "responseTemplates":{"application/json":"{\"id\":\"$input.params('id')\",\"a\":\"$input.params('a')\",\"stage\":\"$context.stage\",\"path\":\"$context.path\"}"}}
            """)).ShouldSucceed();

        var reply = await App.PostAsync(method, """
            {"pathWithQueryString":"/7?a=1&X-Amz-Signature=abcdef","headers":{"Authorization":"Bearer 0123456789abcdefghij","X-Short":"1"},
             "multiValueHeaders":{"x-short":["2","3"]},"body":"{\"n\":1}","stageVariables":{"color":"red"}}
            """);

        reply.ShouldSucceed();
        reply["body"].ShouldBe("""{"id":"7","a":"1","stage":"test-invoke-stage","path":"/7"}""");
        reply.Json["status"]!.GetValue<int>().ShouldBe(200);
        reply.Json["headers"]!.ToJsonString().ShouldBe("""{"X-Color":"red","Content-Type":"application/json"}""");
        reply.Json["multiValueHeaders"]!.ToJsonString().ShouldBe("""{"X-Color":["red"],"Content-Type":["application/json"]}""");
        reply.Json["latency"]!.GetValue<long>().ShouldBeInRange(0, 60_000);
        var id = Regex.Match(reply["log"], "^Execution log for request ([0-9a-f-]{36})\n").Groups[1].Value;
        Lines(reply).ShouldBe([
            $"Starting execution for request: {id}",
            "HTTP Method: GET, Resource Path: /{id}",
            "Method request path: {id=7}",
            "Method request query string: {a=1, X-Amz-Signature=****}",
            "Method request headers: {x-short=2, x-short=3, Authorization=*********************efghij}",
            """Method request body before transformations: {"n":1}""",
            """Method response body after transformations: {"id":"7","a":"1","stage":"test-invoke-stage","path":"/7"}""",
            "Method response headers: {X-Color=red, Content-Type=application/json}",
            "Successfully completed execution",
            "Method completed with status: 200",
        ]);
        reply["log"].Split('\n')[1].ShouldMatch("^Sun Mar 01 12:00:\\d\\d UTC 2026 : Starting execution");
    }

    [Fact]
    public async Task A_function_behind_ANY_runs_for_real()
    {
        var method = await CreateAsync("ANY", "x", $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"{{Lambda}}hello/invocations"}""");

        var reply = await App.PostAsync(method.Replace("/ANY", "/DELETE", StringComparison.Ordinal), """{"pathWithQueryString":"/x?secret=%20"}""");

        reply.ShouldSucceed();
        (reply.Json["status"]!.GetValue<int>(), reply["body"]).ShouldBe((201, "created"));
        reply.Json["headers"]!["X-Many"]!.GetValue<string>().ShouldBe("b");
        reply.Json["multiValueHeaders"]!["X-Many"]!.ToJsonString().ShouldBe("""["a","b"]""");
        var lines = Lines(reply);
        lines[1].ShouldBe("HTTP Method: DELETE, Resource Path: /x");
        lines[3].ShouldBe("Method request query string: {secret= }");
        lines[6].ShouldBe("Endpoint request URI: /2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:hello/invocations");
        lines[7].ShouldBe("Endpoint request headers: {}");
        lines[8].ShouldStartWith("""Endpoint request body after transformations: {"resource":"/x","path":"/x","httpMethod":"DELETE",""");
        lines[8].ShouldEndWith(" [TRUNCATED]");
        lines[9].ShouldBe("Sending request to /2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:hello/invocations");
        lines[10].ShouldMatch("^Received response. Status: 200, Integration latency: \\d+ ms$");
        lines[11].ShouldBe("Endpoint response headers: {Content-Type=application/json, x-amzn-RequestId=lambda-request}");
        lines[12].ShouldStartWith("Endpoint response body before transformations: {\"statusCode\":201");
        lines[13].ShouldBe("Method response body after transformations: created");
        lines[14].ShouldMatch("^Method response headers: {X-Many=a, X-Many=b, Content-Type=application/json, X-Amzn-Trace-Id=Root=1-.*}$");
        lines[15..].ShouldBe(["Successfully completed execution", "Method completed with status: 201"]);
    }

    [Fact]
    public async Task Failures_are_results_with_their_reason()
    {
        var broken = await CreateAsync("GET", "broken", $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"{{Lambda}}hello:broken/invocations"}""");
        var bare = await CreateAsync("GET", "bare", null);

        var failed = (await App.PostAsync(broken)).ShouldSucceed();
        failed.Json["status"]!.GetValue<int>().ShouldBe(502);
        failed["body"].ShouldBe("""{"message": "Internal server error"}""");
        failed.Json["headers"]!["x-amzn-ErrorType"]!.GetValue<string>().ShouldBe("InternalServerErrorException");
        Lines(failed)[^2..].ShouldBe([
            "Lambda execution failed with status 200 due to customer function error: it broke. Lambda request id: lambda-request",
            "Method completed with status: 502",
        ]);

        var missing = (await App.PostAsync(bare)).ShouldSucceed();
        missing.Json["status"]!.GetValue<int>().ShouldBe(500);
        Lines(missing)[^2..].ShouldBe([
            "Execution failed due to configuration error: No integration defined for method",
            "Method completed with status: 500",
        ]);
    }

    [Fact]
    public async Task What_is_no_test_is_refused()
    {
        var method = await CreateAsync("GET", "x", """{"type":"MOCK"}""");
        (await App.PostAsync(method.Replace("/GET", "/POST", StringComparison.Ordinal))).ShouldBeNotFound("Invalid Method identifier specified");
        (await App.PostAsync($"{method[..method.IndexOf("/resources", StringComparison.Ordinal)]}/resources/nope/methods/GET"))
            .ShouldBeNotFound("Invalid Resource identifier specified");
        (await App.PostAsync(method, """{"pathWithQueryString":"/y"}""")).ShouldBeBadRequest("Invalid path specified: /y does not lead to /x");
        (await App.PostAsync(method, """{"headers":{"a b":"c"}}""")).ShouldBeBadRequest("Invalid header name specified: a b");
        (await App.PostAsync(method, """{"headers":{"a":1}}""")).ShouldBeError(400, "SerializationException", "class java.lang.Integer can not be converted to an String");
        (await App.PostAsync(method, """{"multiValueHeaders":{"a":"b"}}""")).ShouldBeError(400, "SerializationException", "class java.lang.String can not be converted to an List");
        (await App.PostAsync(method, """{"stageVariables":{"a b":"c"}}""")).ShouldBeBadRequest("Invalid stage variable name: a b.  Please use names with only word characters.");
    }

    [Fact]
    public async Task Line_breaks_and_blanks_in_what_is_sent_stay_what_they_are()
    {
        var method = await CreateAsync("GET", "{id}", """{"type":"MOCK","requestTemplates":{"application/json":"{\"statusCode\": 200}"}}""");
        (await App.PutAsync($"{method}/responses/200")).ShouldSucceed();
        (await App.PutAsync($"{method}/integration/responses/200", """{"responseTemplates":{"application/json":"$input.params('id')|$input.params('X-H')"}}""")).ShouldSucceed();

        var reply = (await App.PostAsync(method, """{"pathWithQueryString":"/a b\r\nHost: evil#ü","headers":{"X-H":"a\r\nb: cü"}}""")).ShouldSucceed();

        reply["body"].ShouldBe("a%20b%0D%0AHost:%20evil%23%C3%BC|ab: cü");
    }

    private static string[] Lines(Reply reply) => [.. reply["log"].TrimEnd('\n').Split('\n').Skip(1).Select(line => line[(line.IndexOf(" : ", StringComparison.Ordinal) + 3)..])];

    /// <summary>A method on a resource of its own.</summary>
    /// <returns>Its path.</returns>
    private async Task<string> CreateAsync(string verb, string part, string? integration)
    {
        var api = (await App.PostAsync("/restapis", """{"name":"tested"}""")).ShouldSucceed();
        var resource = (await App.PostAsync($"/restapis/{api["id"]}/resources/{api["rootResourceId"]}", $$"""{"pathPart":"{{part}}"}""")).ShouldSucceed();
        var method = $"/restapis/{api["id"]}/resources/{resource["id"]}/methods/{verb}";
        (await App.PutAsync(method, """{"authorizationType":"AWS_IAM","apiKeyRequired":true}""")).ShouldSucceed();
        if (integration is not null)
        {
            (await App.PutAsync($"{method}/integration", integration)).ShouldSucceed();
        }

        return method;
    }
}
