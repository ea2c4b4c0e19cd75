using System.Net;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Testing;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Logging;

/// <summary>A gateway without a server, whose backends answer as told and whose records are kept.</summary>
internal sealed class LoggingGateway : IDisposable
{
    private readonly Gateway _gateway;

    public LoggingGateway(Stage stage, StageLogLevel level = StageLogLevel.Warning, ILoggerFactory? loggers = null, params IReadOnlyList<(string Id, DeployedApi Document)> deployments)
    {
        Source.Put(stage);
        foreach (var (id, document) in deployments.Count > 0 ? deployments : [("dep001", Pets)])
        {
            Source.Put(id, document);
        }

        _gateway = new Gateway(
            Source,
            Lambda,
            new GatewayOptions { StageLogLevel = level },
            loggers ?? Log,
            new GatewayCollaborators { Time = Clock, Random = new Random(7), BackendHandler = new Handler(request => Answer(request)), Metrics = [Metrics] });
    }

    /// <summary><c>/pets/{id}</c> on HTTP, <c>/dogs</c> on a function, <c>/mock</c>.</summary>
    public static DeployedApi Pets { get; } = Sample.Api(
        Sample.Resource("/pets/{id}", Sample.Method("ANY", Sample.HttpProxy("https://pets.example.com/v1/{id}"))),
        Sample.Resource("/dogs", Sample.Method("POST", Sample.LambdaProxy())),
        Sample.Resource("/mock", Sample.Method("GET", Sample.Mock("mocked"))));

    public VirtualClock Clock { get; } = new();

    public FakeStageSource Source { get; } = new();

    public FakeLambda Lambda { get; } = new();

    public FakeMetricsSink Metrics { get; } = new();

    public RecordingLoggers Log { get; } = new(LogLevel.Trace);

    public Func<HttpRequestMessage, HttpResponseMessage> Answer { get; set; } = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("purr") };

    public async Task<FakeExchange> AskAsync(string method, string path, string query = "", string body = "", params IReadOnlyList<(string Name, string Value)> headers)
    {
        var exchange = new FakeExchange(method, $"/{Sample.ApiId}/prod{path}", query, body, headers);
        await _gateway.ServeAsync(exchange);
        return exchange;
    }

    public Task ServeAsync(FakeExchange exchange) => _gateway.ServeAsync(exchange);

    public void Change(Stage stage, long revision)
    {
        Source.Put(stage, revision);
        _gateway.StageChanged(stage.RestApiId, stage.StageName);
    }

    public Task FlushAsync() => _gateway.FlushAsync();

    public void Dispose() => _gateway.Dispose();

    private sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = answer(request);
            response.RequestMessage = request;
            return Task.FromResult(response);
        }
    }
}
