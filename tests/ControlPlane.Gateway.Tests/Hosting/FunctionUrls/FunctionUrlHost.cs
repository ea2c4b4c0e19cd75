using System.Text;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Methods;
using ControlPlane.Gateway.Hosting.FunctionUrls;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Hosting.FunctionUrls;

/// <summary>A gateway behind events, over a fake store.</summary>
internal sealed class FunctionUrlHost : IDisposable
{
    private readonly Gateway _gateway;

    public FunctionUrlHost(DeployedApi? document = null, GatewayOptions? options = null, TimeProvider? time = null, IMetricsSink? metrics = null)
    {
        Source.Put(Sample.Stage());
        Source.Put("dep001", document ?? Sample.Api(Sample.Resource("/x", Sample.Method("GET", Sample.Mock("hello")))));
        _gateway = new Gateway(Source, Lambda, options ?? new GatewayOptions(), Loggers, new GatewayCollaborators { Time = time ?? TimeProvider.System, Metrics = metrics is null ? [] : [metrics] });
        Entry = new FunctionUrlGateway(_gateway, new Microsoft.Extensions.Logging.Logger<FunctionUrlGateway>(Loggers), time);
    }

    public FunctionUrlHost(Method method, string path = "/x")
        : this(Sample.Api(Sample.Resource(path, method)))
    {
    }

    public FakeStageSource Source { get; } = new();

    public FakeLambda Lambda { get; } = new();

    public RecordingLoggers Loggers { get; } = new();

    public FunctionUrlGateway Entry { get; }

    public Task<EventResponse> SendAsync(string json, int milliseconds = 30_000) => SendAsync(Encoding.UTF8.GetBytes(json), milliseconds);

    public async Task<EventResponse> SendAsync(byte[] bytes, int milliseconds = 30_000)
    {
        using var input = new MemoryStream(bytes);
        await using var output = await Entry.HandleAsync(input, TimeSpan.FromMilliseconds(milliseconds));
        var copy = new MemoryStream();
        await output.CopyToAsync(copy);
        return EventResponse.Parse(copy.ToArray());
    }

    public void Dispose() => _gateway.Dispose();
}
