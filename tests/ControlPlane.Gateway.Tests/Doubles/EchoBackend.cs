using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>An HTTP backend that remembers the last request and answers as told.</summary>
internal sealed class EchoBackend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EchoBackend(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public string Target { get; private set; } = "";

    public string Verb { get; private set; } = "";

    public string Body { get; private set; } = "";

    public Dictionary<string, string> Headers { get; private set; } = [];

    /// <summary>Takes bodies as bytes, one a character, not as UTF-8.</summary>
    public bool ReadsLatin1 { get; set; }

    /// <summary>Answers; 200 and the request's target unless told otherwise.</summary>
    public RequestDelegate? Answer { get; set; }

    public static async Task<EchoBackend> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = true);
        var backend = new EchoBackend(builder.Build());
        backend._app.Run(backend.ServeAsync);
        await backend._app.StartAsync();
        return backend;
    }

    public async ValueTask DisposeAsync()
    {
        using (var now = new CancellationTokenSource(TimeSpan.Zero))
        {
            await _app.StopAsync(now.Token);
        }

        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        Target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        Verb = context.Request.Method;
        Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        using (var reader = new StreamReader(context.Request.Body, ReadsLatin1 ? Encoding.Latin1 : Encoding.UTF8))
        {
            Body = await reader.ReadToEndAsync();
        }

        if (Answer is not null)
        {
            await Answer(context);
            return;
        }

        await context.Response.WriteAsync(Target);
    }
}
