using ControlPlane.Client;
using ControlPlane.WebConsole.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.WebConsole.Hosting;

/// <summary>What is no page: files to save, and the way from a form to the page it asks for.</summary>
internal static class Downloads
{
    /// <summary>Maps the downloads.</summary>
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/openapi.json", OpenApiAsync);
        endpoints.MapGet("/apis/{api}/stages/{stage}/export/{type}", ExportAsync);
        endpoints.MapGet("/apis/{api}/deployments/compare", static (string api, string? a, string? b) => TypedResults.LocalRedirect(
            string.IsNullOrEmpty(a) || string.IsNullOrEmpty(b) ? Links.Api(api, "deployments") : Links.Diff(api, a, b)));
    }

    private static async Task OpenApiAsync(HttpContext context, Viewer viewer) => await SendAsync(
        context, async () => new Document(null, await viewer.Client.GetOpenApiAsync(context.RequestAborted).ConfigureAwait(false)), "application/json").ConfigureAwait(false);

    private static Task ExportAsync(HttpContext context, string api, string stage, string type, string? extensions, string? format, Viewer viewer) => SendAsync(
        context,
        () => viewer.Client.ExportAsync(api, stage, type, string.IsNullOrEmpty(extensions) ? null : extensions, format == "yaml", context.RequestAborted),
        "application/octet-stream");

    private static async Task SendAsync(HttpContext context, Func<Task<Document>> get, string contentType)
    {
        try
        {
            var document = await get().ConfigureAwait(false);
            context.Response.ContentType = contentType;
            context.Response.ContentLength = document.Content.Length;
            if (document.Name is { } name)
            {
                context.Response.Headers.ContentDisposition = new System.Net.Mime.ContentDisposition { FileName = name }.ToString();
            }

            await context.Response.BodyWriter.WriteAsync(document.Content, context.RequestAborted).ConfigureAwait(false);
        }
        catch (ControlPlaneException refusal)
        {
            context.Response.StatusCode = refusal.Status;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync($"{refusal.Type}: {refusal.Message}", context.RequestAborted).ConfigureAwait(false);
        }
    }
}
