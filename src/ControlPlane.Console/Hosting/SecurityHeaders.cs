using Microsoft.AspNetCore.Http;

namespace ControlPlane.WebConsole.Hosting;

/// <summary>
/// Lets pages load and send nothing but the console's own, run no script but its own file, and stand in no frame; and refuses what a page of
/// another site asks for, whatever else it could forge.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string _policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Passes a request on, or refuses it.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        if (IsOwn(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    // Whatever ends TLS in front changes the scheme, so only the authority is compared.
    private static bool IsOwn(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return true;
        }

        return request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"]
            && (request.Headers.Origin is []
                || (Uri.TryCreate(request.Headers.Origin[0], UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value));
    }
}
