using System.Net;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Methods;
using ControlPlane.Gateway.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>A gateway on a real server and a free port, over a fake store.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly Gateway _gateway;
    private readonly GatewayServer _server;

    private GatewayHost(FakeStageSource source, FakeLambda lambda, GatewayOptions options, GatewayCollaborators? collaborators, ILoggerFactory loggers)
    {
        Source = source;
        Lambda = lambda;
        _gateway = new Gateway(source, lambda, options, loggers, collaborators);
        _server = new GatewayServer(_gateway, new IPEndPoint(IPAddress.Loopback, 0), loggers);
    }

    public FakeStageSource Source { get; }

    public FakeLambda Lambda { get; }

    public Gateway Gateway => _gateway;

    /// <summary>Sends requests to the gateway's address, paths as they are.</summary>
    public HttpClient Client { get; private set; } = null!;

    public Uri Address => _server.Address;

    public static async Task<GatewayHost> StartAsync(
        DeployedApi? document = null,
        GatewayOptions? options = null,
        GatewayCollaborators? collaborators = null,
        ILoggerFactory? loggers = null)
    {
        var source = new FakeStageSource();
        source.Put(Sample.Stage());
        source.Put("dep001", document ?? Sample.Api(Sample.Resource("/", Sample.Method("GET"))));
        var host = new GatewayHost(source, new FakeLambda(), options ?? new GatewayOptions(), collaborators, loggers ?? NullLoggerFactory.Instance);
        await host._server.StartAsync();
        host.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.Latin1 }) { BaseAddress = host.Address };
        return host;
    }

    /// <summary>A gateway whose stage has one method on <c>/x</c>.</summary>
    public static Task<GatewayHost> StartAsync(Method method, IReadOnlyList<string>? binaryTypes = null) =>
        StartAsync(Sample.Api(Sample.Resource("/x", method)) with { BinaryMediaTypes = binaryTypes ?? [] });

    /// <summary>Gets a path of the sample stage.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Sends a request to a path of the sample stage, not canonicalized.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, params IReadOnlyList<(string Name, string Value)> headers)
    {
        var uri = new Uri(
            $"{Address.GetLeftPart(UriPartial.Authority)}/{Sample.ApiId}/prod{path}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(method, uri) { Content = content };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using (var now = new CancellationTokenSource(TimeSpan.Zero))
        {
            await _server.StopAsync(now.Token);
        }

        await _server.DisposeAsync();
        _gateway.Dispose();
    }
}
