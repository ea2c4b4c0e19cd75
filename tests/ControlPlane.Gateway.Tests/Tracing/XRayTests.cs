using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Gateway.Tracing;
using ControlPlane.Gateway.Tracing.XRay;
using ControlPlane.Testing;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Tracing;

/// <summary>Segments as a daemon gets them, on a real socket.</summary>
public sealed class XRayTests : IDisposable
{
    private const string Root = "1-68eb6a1b-2b3c4d5e6f708192a3b4c5d6";
    private const string Parent = "53995c3f42cd8ad8";

    private readonly UdpClient _daemon = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly RecordingLoggers _loggers = new(LogLevel.Warning);

    private IPEndPoint Endpoint => (IPEndPoint)_daemon.Client.LocalEndPoint!;

    public void Dispose()
    {
        _daemon.Dispose();
        _loggers.Dispose();
    }

    [Fact]
    public async Task A_request_is_a_segment_with_the_call_of_its_backend_in_it()
    {
        await using var backend = await EchoBackend.StartAsync();
        using var xray = new XRayDaemon(Endpoint);
        await using var host = await StartAsync(xray, backend.Address);
        await AskAsync(host, $"Root={Root};Parent={Parent};Sampled=1");
        var segment = await ReceiveAsync();
        var call = segment["subsegments"]!.AsArray().ShouldHaveSingleItem()!;
        backend.Headers["X-Amzn-Trace-Id"].ShouldBe($"Root={Root};Parent={(string)call["id"]!};Sampled=1");
        ((string?)segment["name"], (string?)segment["trace_id"], (string?)segment["parent_id"], segment["type"]).ShouldBe(("sample/prod", Root, Parent, null));
        ((string)segment["id"]!).ShouldMatch("^[0-9a-f]{16}$");
        segment["http"]!["request"]!.ToJsonString().ShouldBe(
            $$"""{"method":"GET","url":"http://{{host.Address.Authority}}/{{Sample.ApiId}}/prod/x","client_ip":"127.0.0.1"}""");
        segment["http"]!["response"]!.ToJsonString().ShouldBe("""{"status":200,"content_length":16}""");
        var annotations = segment["annotations"]!;
        ((string?)annotations["api"], (string?)annotations["stage"], (string?)annotations["variant"], (string?)annotations["deployment"], (string?)annotations["resource"])
            .ShouldBe((Sample.ApiId, "prod", "base", "dep001", "/x"));
        ((string?)call["name"], (string?)call["namespace"]).ShouldBe(("127.0.0.1", "remote"));
        call["http"]!.ToJsonString().ShouldBe($$$"""{"request":{"method":"GET","url":"{{{backend.Address}}}/behind"},"response":{"status":200}}""");
        (Number(segment, "start_time") <= Number(call, "start_time") && Number(call, "end_time") <= Number(segment, "end_time")).ShouldBeTrue();
        (segment["error"], segment["fault"], call["fault"]).ShouldBe((null, null, null));
    }

    [Fact]
    public async Task In_a_function_a_request_is_a_part_of_the_function_s_own_trace()
    {
        const string own = "1-70000000-000000000000000000000001";
        string? trace = $"Root={own};Parent={Parent};Sampled=1;Lineage=a:0";
        using var xray = new XRayDaemon(Endpoint, () => trace);
        await using var host = await StartAsync(xray, null);
        await AskAsync(host, $"Root={Root};Sampled=0");
        var part = await ReceiveAsync();
        ((string?)part["type"], (string?)part["trace_id"], (string?)part["parent_id"]).ShouldBe(("subsegment", own, Parent));
        var call = part["subsegments"]![0]!;
        ((string?)call["name"], (string?)call["namespace"], (string?)call["aws"]!["operation"], (string?)call["aws"]!["request_id"])
            .ShouldBe(("Lambda", "aws", "Invoke", "lambda-request"));
        ((string?)call["aws"]!["function_name"]).ShouldNotBeNull().ShouldEndWith("function:hello");
        host.Lambda.Payload!.ShouldContain($"Root={own};Parent={(string)call["id"]!};Sampled=1");

        trace = $"Root={own};Parent={Parent};Sampled=0";
        await AskAsync(host, $"Root={Root};Sampled=1");
        host.Lambda.Payload!.ShouldContain(trace);
        trace = null;
        await AskAsync(host, $"Root={Root};Sampled=1");
        var next = await ReceiveAsync();
        ((string?)next["trace_id"], next["type"]).ShouldBe((Root, null), "the one that was not sampled was not sent, and without a trace of its own the client's counts");
    }

    [Theory]
    [InlineData("/none", 403, "error")]
    [InlineData("/slow", 429, "throttle")]
    [InlineData("/broken", 500, "fault")]
    public async Task An_error_is_the_client_s_or_the_gateway_s(string path, int status, string flag)
    {
        using var xray = new XRayDaemon(Endpoint);
        await using var host = await StartAsync(xray, null);
        (await AskAsync(host, $"Root={Root};Sampled=1", path)).ShouldBe(status);
        var segment = await ReceiveAsync();
        ((bool?)segment[flag], (int?)segment["http"]!["response"]!["status"], segment["subsegments"]).ShouldBe((true, status, null));
        ((bool?)segment["fault"]).ShouldBe(status >= 500 ? true : null);
        ((bool?)segment["error"]).ShouldBe(status < 500 ? true : null);
    }

    [Fact]
    public async Task A_daemon_that_is_not_there_is_told_of_once_a_minute_and_requests_are_served()
    {
        var gone = Endpoint;
        _daemon.Dispose();
        var clock = new VirtualClock();
        using var xray = new XRayDaemon(gone);
        await using var host = await StartAsync(xray, null, clock);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_loggers.Lines.IsEmpty)
        {
            // That nobody listens is known only when the answer to an earlier datagram has come back.
            (await AskAsync(host, $"Root={Root};Sampled=1")).ShouldBe(200);
            await Task.Delay(10, patience.Token);
        }

        (await AskAsync(host, $"Root={Root};Sampled=1")).ShouldBe(200);
        _loggers.Lines.ShouldHaveSingleItem().Text.ShouldBe(
            $"Stage {Sample.ApiId}/prod: The X-Ray daemon at {gone} cannot be reached, traces are lost. Its requests are served all the same.");
    }

    [Theory]
    [InlineData("169.254.79.129:2000", "169.254.79.129:2000")]
    [InlineData("tcp:127.0.0.1:2000 udp:127.0.0.2:2001", "127.0.0.2:2001")]
    [InlineData("udp:127.0.0.2:2001 tcp:127.0.0.1:2000", "127.0.0.2:2001")]
    [InlineData("[::1]:2000", "[::1]:2000")]
    [InlineData("nonsense", null)]
    [InlineData("127.0.0.1:0", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_environment_names_the_daemon(string? variable, string? address)
    {
        using var xray = XRayDaemon.FromEnvironment(name => name == "AWS_XRAY_DAEMON_ADDRESS" ? variable : null);
        xray?.Address.ShouldBe(address);
        (xray is null).ShouldBe(address is null);
    }

    private static decimal Number(JsonNode node, string member) => (decimal)node[member]!;

    private static async Task<int> AskAsync(GatewayHost host, string header, string path = "/x")
    {
        using var response = await host.SendAsync(HttpMethod.Get, path, null, ("X-Amzn-Trace-Id", header));
        return (int)response.StatusCode;
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var text = Encoding.UTF8.GetString((await _daemon.ReceiveAsync(patience.Token)).Buffer);
        text.ShouldStartWith("{\"format\": \"json\", \"version\": 1}\n");
        return JsonNode.Parse(text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..])!;
    }

    private async Task<GatewayHost> StartAsync(XRayDaemon xray, string? backend, TimeProvider? time = null)
    {
        var integration = backend is null ? Sample.LambdaProxy() : Sample.HttpProxy($"{backend}/behind?secret=1", "GET");
        var api = Sample.Api(
            Sample.Resource("/x", Sample.Method("GET", integration)),
            Sample.Resource("/slow", Sample.Method("GET")),
            Sample.Resource("/broken", Sample.Method("GET", Sample.HttpProxy("nonsense"))));
        var host = await GatewayHost.StartAsync(
            api, new GatewayOptions { TraceSampling = new TraceSampling(0, 0) }, new GatewayCollaborators { XRay = xray, Time = time ?? TimeProvider.System }, _loggers);
        host.Source.Put(Sample.Stage() with
        {
            TracingEnabled = true,
            MethodSettings = new Dictionary<string, MethodSetting> { ["~1slow/GET"] = new() { ThrottlingRateLimit = 0, ThrottlingBurstLimit = 0 } },
        });
        return host;
    }
}
