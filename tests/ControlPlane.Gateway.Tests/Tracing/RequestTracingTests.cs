using System.Collections.Concurrent;
using System.Diagnostics;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Gateway.Tracing;

namespace ControlPlane.Gateway.Tests.Tracing;

/// <summary>Traces as activities, and as headers towards a real backend.</summary>
public sealed class RequestTracingTests
{
    private const string Root = "1-68eb6a1b-2b3c4d5e6f708192a3b4c5d6";
    private const string TraceId = "68eb6a1b2b3c4d5e6f708192a3b4c5d6";
    private const string Parent = "53995c3f42cd8ad8";

    [Theory]
    [InlineData(false, $"Root={Root}", $"^Root={Root}$")]
    [InlineData(false, "", "^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$")]
    [InlineData(true, $"Root={Root};Parent={Parent};Sampled=0", $"^Root={Root};Parent={Parent};Sampled=0$")]
    [InlineData(true, $"Root={Root}", $"^Root={Root};Sampled=0$")]
    [InlineData(true, "", "^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=0$")]
    [InlineData(true, $"Root={Root};Parent={Parent};Sampled=1", $"^Root={Root};Parent=(?!{Parent})[0-9a-f]{{16}};Sampled=1$")]
    [InlineData(true, "Sampled=1", "^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$")]
    public async Task A_backend_gets(bool traces, string header, string expected)
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var host = await StartAsync(backend, new TraceSampling(0, 0));
        host.Source.Put(Sample.Stage() with { TracingEnabled = traces });
        (await AskAsync(host, header)).ShouldBe(200);
        backend.Headers["X-Amzn-Trace-Id"].ShouldMatch(expected);
        backend.Headers.ContainsKey("traceparent").ShouldBeFalse();
    }

    [Fact]
    public async Task Who_has_not_decided_is_decided_for()
    {
        await using var backend = await EchoBackend.StartAsync();
        await using var host = await StartAsync(backend, TraceSampling.All);
        (await AskAsync(host, $"Root={Root}")).ShouldBe(200);
        backend.Headers["X-Amzn-Trace-Id"].ShouldEndWith(";Sampled=1");
    }

    [Fact]
    public async Task A_request_is_a_server_s_activity_and_the_call_of_its_backend_a_client_s_below_it()
    {
        using var listener = new Listener();
        await using var backend = await EchoBackend.StartAsync();
        await using var host = await StartAsync(backend, TraceSampling.All);
        host.Source.Put(Sample.Stage(canary: new CanarySettings { DeploymentId = "dep001", PercentTraffic = 100 }) with { TracingEnabled = true });
        var requestId = "";
        (await AskAsync(host, $"Root={Root};Parent={Parent};Sampled=1", id => requestId = id)).ShouldBe(200);
        var (server, client) = await listener.PairAsync(requestId);
        (server.TraceId.ToHexString(), server.ParentSpanId.ToHexString(), server.Kind, server.DisplayName).ShouldBe((TraceId, Parent, ActivityKind.Server, "GET /pets/{id}"));
        (client.TraceId, client.ParentSpanId, client.Kind, client.DisplayName).ShouldBe((server.TraceId, server.SpanId, ActivityKind.Client, "GET"));
        backend.Headers["X-Amzn-Trace-Id"].ShouldBe($"Root={Root};Parent={client.SpanId.ToHexString()};Sampled=1");
        string Tag(Activity activity, string name) => activity.GetTagItem(name)?.ToString() ?? "";
        (Tag(server, "http.request.method"), Tag(server, "http.route"), Tag(server, "url.path"), Tag(server, "http.response.status_code"))
            .ShouldBe(("GET", "/pets/{id}", $"/{Sample.ApiId}/prod/pets/7", "200"));
        (Tag(server, "aws.api_gateway.api_id"), Tag(server, "aws.api_gateway.stage"), Tag(server, "aws.api_gateway.variant"), Tag(server, "aws.api_gateway.deployment_id"))
            .ShouldBe((Sample.ApiId, "prod", "canary", "dep001"));
        (Tag(client, "url.full"), Tag(client, "http.response.status_code"), client.Status).ShouldBe(($"{backend.Address}/behind", "200", ActivityStatusCode.Unset));
        (server.StartTimeUtc <= client.StartTimeUtc && client.StartTimeUtc + client.Duration <= server.StartTimeUtc + server.Duration).ShouldBeTrue();
    }

    [Fact]
    public async Task What_failed_says_so_and_a_request_without_a_backend_has_no_call_of_one()
    {
        using var listener = new Listener();
        await using var backend = await EchoBackend.StartAsync();
        backend.Answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await using var host = await StartAsync(backend, TraceSampling.All);
        var failed = "";
        (await AskAsync(host, "", id => failed = id)).ShouldBe(503);
        var (server, client) = await listener.PairAsync(failed);
        (server.Status, client.Status, server.ParentSpanId).ShouldBe((ActivityStatusCode.Error, ActivityStatusCode.Error, default));
        var missed = "";
        (await AskAsync(host, "", id => missed = id, "/none")).ShouldBe(403);
        var alone = await listener.FindAsync(missed);
        (alone.DisplayName, alone.GetTagItem("http.response.status_code"), alone.Status).ShouldBe(("GET", 403, ActivityStatusCode.Unset));
        listener.Ended.Count(activity => activity.ParentSpanId == alone.SpanId).ShouldBe(0);
        Activity.Current.ShouldBeNull();
    }

    private static async Task<GatewayHost> StartAsync(EchoBackend backend, TraceSampling sampling)
    {
        var api = Sample.Api(Sample.Resource("/pets/{id}", Sample.Method("GET", Sample.HttpProxy($"{backend.Address}/behind?secret=1", "GET"))));
        var host = await GatewayHost.StartAsync(api, new GatewayOptions { TraceSampling = sampling });
        host.Source.Put(Sample.Stage() with { TracingEnabled = true });
        return host;
    }

    private static async Task<int> AskAsync(GatewayHost host, string header, Action<string>? id = null, string path = "/pets/7")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/{Sample.ApiId}/prod{path}");
        if (header.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("X-Amzn-Trace-Id", header);
        }

        // What the test's own client adds is no client's header.
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = host.Address };
        using var response = await client.SendAsync(request);
        id?.Invoke(response.Headers.GetValues("x-amzn-RequestId").Single());
        return (int)response.StatusCode;
    }

    private sealed class Listener : IDisposable
    {
        private readonly ActivityListener _listener;

        public Listener()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "ControlPlane.Gateway",
                Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = Ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<Activity> Ended { get; } = new();

        public async Task<Activity> FindAsync(string requestId)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (true)
            {
                if (Ended.FirstOrDefault(activity => activity.Kind == ActivityKind.Server && (string?)activity.GetTagItem("aws.request_id") == requestId) is { } found)
                {
                    return found;
                }

                await Task.Delay(10, patience.Token);
            }
        }

        public async Task<(Activity Server, Activity Client)> PairAsync(string requestId)
        {
            var server = await FindAsync(requestId);
            return (server, Ended.Single(activity => activity.Kind == ActivityKind.Client && activity.ParentSpanId == server.SpanId));
        }

        public void Dispose() => _listener.Dispose();
    }
}
