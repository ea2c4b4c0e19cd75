using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Testing;

namespace ControlPlane.Gateway.Tests.Caching;

/// <summary>A gateway whose stage caches, before a function that answers each time with the next number.</summary>
internal sealed class CachingHost : IAsyncDisposable
{
    private readonly Recorder _recorder;
    private long _revision = 1;
    private int _answers;

    private CachingHost(GatewayHost host, VirtualClock clock, Recorder recorder, RecordingLoggers loggers)
    {
        (Gateway, Clock, _recorder, Loggers) = (host, clock, recorder, loggers);
        host.Lambda.Answer = (_, _) => Answer(Interlocked.Increment(ref _answers));
    }

    public GatewayHost Gateway { get; }

    public VirtualClock Clock { get; }

    public RecordingLoggers Loggers { get; }

    /// <summary>What the function answers to the request of a number.</summary>
    public Func<int, string> Answer { get; set; } = number => Response(200, $"{number}");

    public FakeLambda Lambda => Gateway.Lambda;

    /// <summary>How often the backend was asked.</summary>
    public int Asked => Lambda.Invoked.Count;

    /// <summary>What the cache did for the requests so far.</summary>
    public IReadOnlyList<CacheOutcome> Outcomes => [.. _recorder.All.Select(static record => record.Cache)];

    /// <summary>A stage that caches.</summary>
    public static Stage Stage(MethodSetting? setting = null, string key = "*/*") => Sample.Stage() with
    {
        CacheClusterEnabled = true,
        CacheClusterSize = "0.5",
        MethodSettings = new Dictionary<string, MethodSetting> { [key] = setting ?? On },
    };

    public static MethodSetting On { get; } = new() { CachingEnabled = true };

    public static string Response(int status, string body, params (string Name, string Value)[] headers) => new JsonObject
    {
        ["statusCode"] = status,
        ["body"] = body,
        ["headers"] = new JsonObject(headers.Select(static header => KeyValuePair.Create(header.Name, (JsonNode?)header.Value))),
    }.ToJsonString();

    /// <param name="keys">The cache key parameters of every method.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="options">The gateway's.</param>
    /// <param name="collaborators">Others than the clock and the recorder.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="integration">What stands before the function's integration.</param>
    public static async Task<CachingHost> StartAsync(
        string[]? keys = null,
        Stage? stage = null,
        GatewayOptions? options = null,
        GatewayCollaborators? collaborators = null,
        VirtualClock? clock = null,
        Func<Integration, Integration>? integration = null)
    {
        clock ??= new VirtualClock();
        var recorder = new Recorder();
        var loggers = new RecordingLoggers();
        var called = Sample.LambdaProxy() with { CacheKeyParameters = keys ?? [] };
        called = integration is null ? called : integration(called);
        var api = Sample.Api(
            Sample.Resource("/x", Sample.Method("GET", called), Sample.Method("POST", called)),
            Sample.Resource("/x/{id}", Sample.Method("GET", called)) with { Id = "deeper" },
            Sample.Resource("/any", Sample.Method("ANY", called)) with { Id = "any" });
        var host = await GatewayHost.StartAsync(
            api, options, (collaborators ?? new GatewayCollaborators()) with { Time = clock, Recorder = recorder }, loggers);
        host.Source.Put(stage ?? Stage());
        host.Source.Put("dep002", api);
        return new CachingHost(host, clock, recorder, loggers);
    }

    /// <summary>Changes the stage.</summary>
    public void Put(Stage stage)
    {
        Gateway.Source.Put(stage, ++_revision);
        Gateway.Gateway.StageChanged(Sample.ApiId, "prod");
    }

    /// <summary>What a path answers.</summary>
    public async Task<string> GetAsync(string path = "/x", params (string Name, string Value)[] headers)
    {
        using var response = await Gateway.SendAsync(HttpMethod.Get, path, null, headers);
        return await response.Content.ReadAsStringAsync();
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    private sealed class Recorder : IRequestRecorder
    {
        private readonly ConcurrentQueue<RequestRecord> _all = new();

        public IReadOnlyCollection<RequestRecord> All => _all;

        public void Record(in RequestRecord record) => _all.Enqueue(record);
    }
}
