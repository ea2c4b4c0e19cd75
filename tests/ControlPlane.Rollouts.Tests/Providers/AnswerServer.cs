using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Rollouts.Tests.Providers;

/// <summary>A real HTTP server that answers as it is told, and keeps what it was asked.</summary>
internal sealed class AnswerServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AnswerServer(WebApplication app) => _app = app;

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public string Answer { get; set; } = "";

    public int Status { get; set; } = 200;

    public string Asked { get; private set; } = "";

    public string Body { get; private set; } = "";

    /// <summary>Looks at a request before it is answered.</summary>
    public Action<HttpRequest, byte[]> Look { get; set; } = static (_, _) => { };

    public static async Task<AnswerServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new AnswerServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Body = System.Text.Encoding.UTF8.GetString(body.ToArray());
        Asked = context.Request.Path + context.Request.QueryString;
        try
        {
            Look(context.Request, body.ToArray());
        }
        catch (Exception exception)
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync($"<ErrorResponse><Error><Code>Refused</Code><Message>{exception.Message}</Message></Error></ErrorResponse>");
            return;
        }

        context.Response.StatusCode = Status;
        await context.Response.WriteAsync(Answer);
    }
}
