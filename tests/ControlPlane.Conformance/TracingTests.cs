using System.Text;
using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>Traces of a stage, as its backends and a collector of OpenTelemetry get them.</summary>
public abstract class TracingTests(StoreKind store) : IDisposable
{
    private const string Root = "1-68eb6a1b-2b3c4d5e6f708192a3b4c5d6";
    private const string Parent = "53995c3f42cd8ad8";
    private const string Traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private readonly TempFolder _data = new();

    public void Dispose()
    {
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_trace_goes_on_behind_the_gateway_and_is_exported()
    {
        await using var collector = await RecordingServer.StartAsync();
        await using var backend = await RecordingServer.StartAsync();
        var quick = new Dictionary<string, string> { ["OTEL_BSP_SCHEDULE_DELAY"] = "200", ["OTEL_METRIC_EXPORT_INTERVAL"] = "500" };
        await using var host = await HostProcess.StartAsync(_data.Path, quick, ["--otlp-endpoint", collector.Address, .. await Store.OptionsAsync(store)]);
        using var control = new ControlClient(host);
        var http = await CreateHttpAsync(control, backend.Address);
        await SampleFunction.CreateOfAsync(control, "traced", """
            import json, os
            def handler(event, context):
                return {"statusCode": 200, "body": json.dumps({"header": event["headers"]["X-Amzn-Trace-Id"], "own": os.environ["_X_AMZN_TRACE_ID"]})}

            """);
        var function = await SampleApi.CreateLambdaAsync(control, "functional", "traced");
        await SampleApi.DeployAsync(control, function, """{"stageName":"prod","tracingEnabled":true}""");

        const string sampled = $"Root={Root};Parent={Parent};Sampled=1";
        await AskAsync(host, http, sampled);
        backend.Requests.Last().Headers["X-Amzn-Trace-Id"].ShouldBe(sampled, "a stage without tracing passes the header on as it is");
        await control.PatchAsync($"/restapis/{http}/stages/prod", """{"patchOperations":[{"op":"replace","path":"/tracingEnabled","value":"true"}]}""");
        await AskAsync(host, http, $"Root={Root};Sampled=0");
        backend.Requests.Last().Headers["X-Amzn-Trace-Id"].ShouldBe($"Root={Root};Sampled=0");

        await AskAsync(host, http, sampled);
        var headers = backend.Requests.Last().Headers;
        headers["X-Amzn-Trace-Id"].ShouldMatch($"^Root={Root};Parent=[0-9a-f]{{16}};Sampled=1$");
        headers["X-Amzn-Trace-Id"].ShouldNotContain(Parent);
        headers["traceparent"].ShouldBe(Traceparent, "the client's own passes");
        var answer = JsonNode.Parse(await AskAsync(host, function, sampled))!;
        ((string)answer["header"]!).ShouldMatch($"^Root={Root};Parent=[0-9a-f]{{16}};Sampled=1$");
        ((string)answer["own"]!).ShouldBe((string)answer["header"]!, "Lambda is told the same");

        // Ids are bytes in the export, texts are texts.
        var trace = Encoding.Latin1.GetString(Convert.FromHexString(Root[2..].Replace("-", "", StringComparison.Ordinal)));
        var span = Encoding.Latin1.GetString(Convert.FromHexString(headers["X-Amzn-Trace-Id"][(headers["X-Amzn-Trace-Id"].IndexOf("Parent=", StringComparison.Ordinal) + 7)..][..16]));
        await UntilAsync(() => collector.Got("/v1/traces", trace, span, "GET /", "aws.api_gateway.variant", "base", http, "http.response.status_code", $"{backend.Address}/behind"));
        await UntilAsync(() => collector.Got("/v1/traces", trace, "Lambda/Invoke", "faas.invoked_name", "traced"));
        await UntilAsync(() => collector.Got("/v1/metrics", "controlplane.gateway.requests", "controlplane.gateway.latency"));
    }

    private static async Task<string> AskAsync(HostProcess host, string api, string trace)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Gateway, $"/{api}/prod/"));
        request.Headers.TryAddWithoutValidation("X-Amzn-Trace-Id", trace);
        request.Headers.TryAddWithoutValidation("traceparent", Traceparent);
        using var response = await client.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(200);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task<string> CreateHttpAsync(ControlClient control, string address)
    {
        var api = await SampleApi.CreateMockAsync(control, "proxied");
        await control.PutAsync($"{await SampleApi.RootMethodAsync(control, api)}/integration", $$"""{"type":"HTTP_PROXY","httpMethod":"GET","uri":"{{address}}/behind"}""");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
        return api;
    }
}

/// <summary>On SQLite.</summary>
public sealed class TracingTestsOnSqlite() : TracingTests(StoreKind.Sqlite);

/// <summary>On DynamoDB.</summary>
public sealed class TracingTestsOnDynamoDb() : TracingTests(StoreKind.DynamoDb);
