using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Conformance.Hosting;

/// <summary>An HTTP server that remembers what it was sent: a backend, or a collector of OpenTelemetry.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RecordingServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>Every request: its path, its query with its question mark, its headers, its body as one character a byte.</summary>
    public ConcurrentQueue<(string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)> Requests { get; } = new();

    public static async Task<RecordingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new RecordingServer(builder.Build());
        server._app.Run(server.ServeAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Whether a request to a path has all of some texts in its body.</summary>
    public bool Got(string path, params string[] texts) =>
        Requests.Any(request => request.Path == path && texts.All(text => request.Body.Contains(text, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue((context.Request.Path, context.Request.QueryString.Value ?? "", headers, await reader.ReadToEndAsync()));
    }
}
