using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>The AWS CLI turns on the logs of stages; their lines appear in files of the data folder.</summary>
public abstract class StageLogTests(RunningHost running)
{
    private const string Arn = "arn:aws:logs:us-east-1:123456789012:log-group:/pets/access";
    private const string Format = """{"id":"$context.requestId","status":$context.status,"length":$context.responseLength,"agent":"$context.identity.userAgent"}""";

    [Fact]
    public async Task Access_log_settings_count_for_the_next_request()
    {
        await Requirements.AwsCliAsync();
        using var control = new ControlClient(running.Process);
        var api = await SampleApi.CreateMockAsync(control, "access");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
        await UpdateAsync(api, Replace("/accessLogSettings/destinationArn", Arn), Replace("/accessLogSettings/format", Format));
        var id = await AskAsync(api, "curl \"8\"\\");

        var file = Path.Combine(running.DataFolder, "logs", "access", "pets", "access", $"{api}-prod.log");
        var line = JsonNode.Parse((await LinesAsync(file, 1)).Single())!;
        ((string?)line["id"], (int)line["status"]!, (int)line["length"]!, (string?)line["agent"]).ShouldBe((id, 200, 9, "curl \"8\"\\"));

        await UpdateAsync(api, """{"op":"remove","path":"/accessLogSettings"}""");
        await AskAsync(api);
        await UpdateAsync(api, Replace("/accessLogSettings/destinationArn", Arn), Replace("/accessLogSettings/format", "again $context.requestId"));
        id = await AskAsync(api);
        (await LinesAsync(file, 2))[1].ShouldBe($"again {id}");

        await UpdateAsync(api, Replace("/canarySettings/percentTraffic", "100.0"));
        id = await AskAsync(api);
        var canary = Path.Combine(running.DataFolder, "logs", "access", "pets", "access", "Canary", $"{api}-prod.log");
        (await LinesAsync(canary, 1)).ShouldBe([$"again {id}"]);
        (await LinesAsync(file, 2)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task The_logging_level_decides_whose_steps_are_written()
    {
        await Requirements.AwsCliAsync();
        using var control = new ControlClient(running.Process);
        var api = await SampleApi.CreateLambdaAsync(control, "steps", "missing");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
        await AwsAsync("update-account", "--patch-operations", "op=replace,path=/cloudwatchRoleArn,value=arn:aws:iam::123456789012:role/logs");
        await UpdateAsync(api, Replace("/*/*/logging/loglevel", "ERROR"), Replace("/*/*/logging/dataTrace", "true"));
        var id = await AskAsync(api);

        var file = Path.Combine(running.DataFolder, "logs", "execution", $"API-Gateway-Execution-Logs_{api}", "prod.log");
        var lines = await LinesAsync(file, 3);
        lines.ShouldAllBe(line => line.Contains($" ({id}) ", StringComparison.Ordinal));
        lines[1].ShouldMatch(@"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ \([0-9a-f-]{36}\) Starting execution for request: ");
        lines.ShouldContain(line => line.Contains("Method request headers: {", StringComparison.Ordinal));
        lines[^1].ShouldContain("Method completed with status: 5");
        string.Concat(lines).ShouldNotContain("secret-token");
        var failed = lines.Length;

        var mock = await SampleApi.CreateMockAsync(control, "steps");
        await SampleApi.DeployAsync(control, mock, """{"stageName":"prod"}""");
        await UpdateAsync(mock, Replace("/*/*/logging/loglevel", "ERROR"));
        await AskAsync(mock);
        await UpdateAsync(mock, Replace("/*/*/logging/loglevel", "INFO"));
        id = await AskAsync(mock);
        var whole = await LinesAsync(Path.Combine(running.DataFolder, "logs", "execution", $"API-Gateway-Execution-Logs_{mock}", "prod.log"), 5);
        whole.Select(line => line[25..]).Skip(1).ShouldBe([
            $"({id}) Starting execution for request: {id}",
            $"({id}) HTTP Method: GET, Resource Path: /",
            $"({id}) Successfully completed execution",
            $"({id}) Method completed with status: 200",
        ]);

        await UpdateAsync(api, Replace("/*/*/logging/loglevel", "OFF"));
        await AskAsync(api);
        (await LinesAsync(file, failed)).Length.ShouldBe(failed);
        running.Process.Errors.ShouldNotContain("Starting execution for request");
    }

    private static string Replace(string path, string value) =>
        new JsonObject { ["op"] = "replace", ["path"] = path, ["value"] = value }.ToJsonString();

    /// <summary>The lines of a log once there are enough.</summary>
    private static async Task<string[]> LinesAsync(string file, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (File.Exists(file) && await File.ReadAllLinesAsync(file, patience.Token) is { } lines && lines.Length >= count)
            {
                return lines;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Calls the stage's root.</summary>
    /// <returns>The request's id.</returns>
    private async Task<string> AskAsync(string api, string agent = "tests")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(running.Process.Gateway, $"/{api}/prod/"));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer secret-token");
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        using var response = await client.SendAsync(request);
        return response.Headers.GetValues("x-amzn-RequestId").Single();
    }

    private Task UpdateAsync(string api, params string[] operations) =>
        AwsAsync("update-stage", "--rest-api-id", api, "--stage-name", "prod", "--patch-operations", $"[{string.Join(',', operations)}]");

    private Task<string> AwsAsync(params string[] arguments) => AwsCli.ApiGatewayAsync(running.Process, arguments);
}

/// <summary>The logs of stages, over SQLite.</summary>
public sealed class StageLogTestsOnSqlite(SqliteHost host) : StageLogTests(host), IClassFixture<SqliteHost>;

/// <summary>The logs of stages, over DynamoDB.</summary>
public sealed class StageLogTestsOnDynamoDb(DynamoDbHost host) : StageLogTests(host), IClassFixture<DynamoDbHost>;
