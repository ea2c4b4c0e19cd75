using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>One deployment on two stages: whatever a stage variable may decide is another on each.</summary>
public abstract class StageVariableTests(RunningHost running)
{
    private const string Telling = """
        import json
        def handler(event, context):
            told = {"name": context.function_name, "arn": context.invoked_function_arn, "variables": event.get("stageVariables")}
            return {"statusCode": 200, "body": json.dumps(told, sort_keys=True)}

        """;

    [Fact]
    public async Task Function_and_alias_of_the_address_and_the_event_are_the_stages()
    {
        using var control = new ControlClient(running.Process);
        foreach (var name in new[] { "variables-a", "variables-b" })
        {
            await SampleFunction.CreateOfAsync(control, name, Telling);
            await control.PostAsync($"{SampleFunction.Root}/{name}/aliases", """{"Name":"live","FunctionVersion":"1"}""");
            await control.PostAsync($"{SampleFunction.Root}/{name}/aliases", """{"Name":"next","FunctionVersion":"1"}""");
        }

        var api = await SampleApi.CreateLambdaAsync(control, "variables", "${stageVariables.function}:${stageVariables.alias}");
        await DeployAsync(control, api, """{"function":"variables-a","alias":"live"}""", """{"function":"variables-b","alias":"next"}""");

        JsonNode[] told = [JsonNode.Parse(await AskAsync(api, "one"))!, JsonNode.Parse(await AskAsync(api, "two"))!];

        told.Select(static each => (string)each["name"]!).ShouldBe(["variables-a", "variables-b"]);
        told.Select(static each => ((string)each["arn"]!).Split(':')[^1]).ShouldBe(["live", "next"]);
        told.Select(static each => each["variables"]!.ToJsonString())
            .ShouldBe(["""{"alias":"live","function":"variables-a"}""", """{"alias":"next","function":"variables-b"}"""]);
    }

    [Fact]
    public async Task Host_path_and_query_of_the_address_are_the_stages()
    {
        await using var first = await RecordingServer.StartAsync();
        await using var second = await RecordingServer.StartAsync();
        using var control = new ControlClient(running.Process);
        var api = await CreateAsync(
            control, "addresses", """{"type":"HTTP","httpMethod":"GET","uri":"http://${stageVariables.host}/${stageVariables.path}/end?q=${stageVariables.query}"}""", "{}");
        await DeployAsync(
            control,
            api,
            $$"""{"host":"{{new Uri(first.Address).Authority}}","path":"a","query":"1"}""",
            $$"""{"host":"{{new Uri(second.Address).Authority}}","path":"b","query":"2"}""");

        await AskAsync(api, "one");
        await AskAsync(api, "two");

        first.Requests.Select(static request => request.Path + request.Query).ShouldBe(["/a/end?q=1"]);
        second.Requests.Select(static request => request.Path + request.Query).ShouldBe(["/b/end?q=2"]);
    }

    [Fact]
    public async Task Templates_and_lines_of_the_access_log_have_the_stages_values()
    {
        await Requirements.AwsCliAsync();
        using var control = new ControlClient(running.Process);
        var api = await CreateAsync(
            control,
            "written",
            """{"type":"MOCK","requestTemplates":{"application/json":"{\"statusCode\":200}"}}""",
            """{"responseTemplates":{"application/json":"{\"colour\":\"$stageVariables.colour\"}"}}""");
        await DeployAsync(control, api, """{"colour":"blue"}""", """{"colour":"green"}""");
        foreach (var stage in new[] { "one", "two" })
        {
            await AwsCli.ApiGatewayAsync(
                running.Process,
                "update-stage",
                "--rest-api-id",
                api,
                "--stage-name",
                stage,
                "--patch-operations",
                """[{"op":"replace","path":"/accessLogSettings/destinationArn","value":"arn:aws:logs:us-east-1:123456789012:log-group:/variables"},{"op":"replace","path":"/accessLogSettings/format","value":"$stageVariables.colour $stageVariables.unset $context.status $context.requestId"}]""");
            (await AskAsync(api, stage)).ShouldBe($$"""{"colour":"{{(stage == "one" ? "blue" : "green")}}"}""");
        }

        (await FirstLineAsync($"{api}-one.log")).ShouldStartWith("blue - 200 ");
        (await FirstLineAsync($"{api}-two.log")).ShouldStartWith("green - 200 ");

        var warned = await control.PostAsync($"/restapis/{api}/deployments", """{"stageName":"one"}""");
        warned["warnings"]!.AsArray().Select(static each => (string)each!).ShouldBe(["The stage variable unset is not set; the access log's format reads it."]);
    }

    /// <summary>An API whose root has an integration with one response.</summary>
    private static async Task<string> CreateAsync(ControlClient control, string name, string integration, string response)
    {
        var api = await SampleApi.CreateMockAsync(control, name);
        var method = await SampleApi.RootMethodAsync(control, api);
        await control.PutAsync($"{method}/integration", integration);
        await control.PutAsync($"{method}/integration/responses/200", response);
        return api;
    }

    /// <summary>Puts one deployment on the stages <c>one</c> and <c>two</c>.</summary>
    private static async Task DeployAsync(ControlClient control, string api, string one, string two)
    {
        var deployment = await SampleApi.DeployAsync(control, api, $$"""{"stageName":"one","variables":{{one}} }""");
        await control.PostAsync($"/restapis/{api}/stages", $$"""{"stageName":"two","deploymentId":"{{deployment}}","variables":{{two}} }""");
    }

    private async Task<string> AskAsync(string api, string stage)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(running.Process.Gateway, $"/{api}/{stage}/"));
        var body = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, body);
        return body;
    }

    private async Task<string> FirstLineAsync(string file)
    {
        var path = Path.Combine(running.DataFolder, "logs", "access", "variables", file);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (File.Exists(path) && await File.ReadAllLinesAsync(path, patience.Token) is [var line, ..])
            {
                return line;
            }

            await Task.Delay(20, patience.Token);
        }
    }
}

/// <summary>On SQLite.</summary>
public sealed class StageVariableTestsOnSqlite(SqliteHost host) : StageVariableTests(host), IClassFixture<SqliteHost>;

/// <summary>On DynamoDB.</summary>
public sealed class StageVariableTestsOnDynamoDb(DynamoDbHost host) : StageVariableTests(host), IClassFixture<DynamoDbHost>;
