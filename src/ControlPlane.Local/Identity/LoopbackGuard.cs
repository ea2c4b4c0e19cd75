using System.Net;

namespace ControlPlane.Local.Identity;

/// <summary>
/// Keeps web pages away from the control port. It has no password because only programs of this machine reach it; but a
/// browser on this machine also runs other people's pages, and creating a function means running code here.
/// </summary>
internal static class LoopbackGuard
{
    /// <summary>
    /// Refuses requests that a page of another site makes (<c>Origin</c>, <c>Sec-Fetch-Site</c>), and requests whose <c>Host</c>
    /// is not this machine's own name, which is how a page that rebinds its DNS name would ask.
    /// </summary>
    public static IApplicationBuilder UseLoopbackGuard(this IApplicationBuilder app) => app.Use(static (context, next) =>
        IsLocal(context.Request) ? next(context) : RefuseAsync(context.Response));

    private static bool IsLocal(HttpRequest request)
    {
        if (request.Host.HasValue && !IsLoopback(request.Host.Host))
        {
            return false;
        }

        if (request.Headers["Sec-Fetch-Site"] is ["cross-site"])
        {
            return false;
        }

        var origin = request.Headers.Origin;
        return origin.Count == 0 || (Uri.TryCreate(origin[0], UriKind.Absolute, out var page) && IsLoopback(page.Host));
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address) && IPAddress.IsLoopback(address));

    private static Task RefuseAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status403Forbidden;
        response.ContentType = "application/json";
        response.Headers["x-amzn-ErrorType"] = "AccessDeniedException";
        return response.WriteAsync("""{"message":"The control port answers this machine's own programs only, addressed as localhost or a loopback address."}""");
    }
}
