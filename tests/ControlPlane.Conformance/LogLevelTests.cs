using System.Net;
using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>What the host writes to standard error about the requests of a stage, and how that is changed while it runs.</summary>
public sealed class LogLevelTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_level_counts_at_once_and_ends_by_itself()
    {
        await using var host = await HostProcess.StartAsync(_data.Path);
        using var control = new ControlClient(host);
        var (api, deployment) = await CreateAsync(control);
        var path = $"/restapis/{api}/stages/prod";
        await AskAsync(host, api);

        await control.PutAsync($"{path}/loglevel", """{"level":"DEBUG","ttlSeconds":2}""");
        var requestId = await AskAsync(host, api);

        var record = await FindAsync(host, record => (string?)record["State"]?["RequestId"] == requestId && (int?)record["EventId"] == 2001);
        var state = record["State"]!.AsObject();
        ((string?)record["Category"], (string?)record["LogLevel"]).ShouldBe(($"Stage.{api}.prod", "Information"));
        ((string?)state["Stage"]).ShouldBe("prod");
        ((string?)state["Variant"], (string?)state["DeploymentId"], (string?)state["Route"], (string?)state["HttpMethod"], (int?)state["Status"])
            .ShouldBe(("base", deployment, "/", "GET", 200));
        Records(host, api).Length.ShouldBe(3, "the request before had none");
        await UntilAsync(async () => (string?)(await control.GetAsync($"{path}/history"))["item"]![0]!["type"] == "LOG_LEVEL_EXPIRED");
        var last = (await control.GetAsync($"{path}/history"))["item"]![0]!;
        ((string?)last["actor"]).ShouldBe("controlplane");
        (await control.GetAsync(path)).ContainsKey("logLevel").ShouldBeFalse();

        await AskAsync(host, api);
        await AskAsync(host, "nope", HttpStatusCode.Forbidden);
        Records(host, api).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Method_settings_of_the_AWS_CLI_count()
    {
        await Requirements.AwsCliAsync();
        await using var host = await HostProcess.StartAsync(_data.Path);
        using var control = new ControlClient(host);
        var (api, _) = await CreateAsync(control);
        await AwsCli.ApiGatewayAsync(host, "update-account", "--patch-operations", "op=replace,path=/cloudwatchRoleArn,value=arn:aws:iam::123456789012:role/logs");
        await AwsCli.ApiGatewayAsync(
            host, "update-stage", "--rest-api-id", api, "--stage-name", "prod", "--patch-operations",
            "op=replace,path=/*/*/logging/loglevel,value=INFO", "op=replace,path=/*/*/logging/dataTrace,value=true");
        var requestId = await AskAsync(host, api);

        await FindAsync(host, record => (string?)record["State"]?["RequestId"] == requestId && (int?)record["EventId"] == 2001);

        // Headers and bodies are in the execution log.
        Records(host, api).Select(record => (string?)record["State"]!["Step"] ?? "end").ShouldBe(["end"]);
        host.Errors.ShouldNotContain("secret-token");

        await AwsCli.ApiGatewayAsync(host, "update-stage", "--rest-api-id", api, "--stage-name", "prod", "--patch-operations", "op=replace,path=/*/*/logging/loglevel,value=OFF");
        await AskAsync(host, api);
        Records(host, api).Length.ShouldBe(1);
    }

    [Fact]
    public async Task The_hosts_level_is_the_default_of_its_stages()
    {
        await using var host = await HostProcess.StartAsync(_data.Path, "--log-level", "info");
        using var control = new ControlClient(host);
        var (api, _) = await CreateAsync(control);
        var requestId = await AskAsync(host, api);

        await FindAsync(host, record => (string?)record["State"]?["RequestId"] == requestId);
        (await control.GetAsync($"/restapis/{api}/stages/prod/loglevel")).ToJsonString()
            .ShouldBe("""{"effective":{"source":"DEFAULT","level":"INFO","sampleRate":0,"methods":{}}}""");
    }

    private static async Task<(string Api, string Deployment)> CreateAsync(ControlClient control)
    {
        var api = await SampleApi.CreateMockAsync(control, "logged");
        return (api, await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}"""));
    }

    /// <summary>Calls the stage's root.</summary>
    /// <returns>The request's id.</returns>
    private static async Task<string> AskAsync(HostProcess host, string api, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Gateway, $"/{api}/prod/"));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer secret-token");
        using var response = await client.SendAsync(request);
        response.StatusCode.ShouldBe(status);
        return response.Headers.GetValues("x-amzn-RequestId").Single();
    }

    private static JsonObject[] Records(HostProcess host, string api) =>
    [
        .. host.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains($"Stage.{api}.prod", StringComparison.Ordinal) && line.EndsWith('}'))
            .Select(line => JsonNode.Parse(line)!.AsObject()),
    ];

    private static async Task<JsonObject> FindAsync(HostProcess host, Func<JsonObject, bool> wanted)
    {
        JsonObject? found = null;
        await UntilAsync(() =>
        {
            found = host.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith('{') && line.EndsWith('}'))
                .Select(line => JsonNode.Parse(line)!.AsObject()).FirstOrDefault(wanted);
            return Task.FromResult(found is not null);
        });
        return found!;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
