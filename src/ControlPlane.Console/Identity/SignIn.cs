using ControlPlane.Client;
using ControlPlane.Client.Apis;
using ControlPlane.WebConsole.Actions;
using ControlPlane.WebConsole.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ControlPlane.WebConsole.Identity;

/// <summary>
/// Finds out who looks. Where the control API has access keys nobody sees a page without one: a key is tried against the API, kept here, and the browser
/// gets the session's name in a cookie that no script reads and no other site sends.
/// </summary>
internal sealed class SignIn(RequestDelegate next, ConsoleOptions options, ControlApiAccess access, Sessions sessions, IAntiforgery antiforgery)
{
    /// <summary>The page to sign in on.</summary>
    public const string Path = "/sign-in";

    private const string _out = "/sign-out";

    private readonly string _cookie = $"controlplane-session-{options.Port}";

    /// <summary>Passes a request on as its viewer's, or asks for a key.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!options.AsksForKeys)
        {
            await AdmitAsync(context, access.Everybody, hasSession: false).ConfigureAwait(false);
            return;
        }

        var name = context.Request.Cookies[_cookie];
        var isPost = HttpMethods.IsPost(context.Request.Method);
        if (isPost && context.Request.Path == Path)
        {
            await TryKeyAsync(context).ConfigureAwait(false);
        }
        else if (isPost && context.Request.Path == _out && name is not null && await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false))
        {
            sessions.End(name);
            context.Response.Cookies.Delete(_cookie, Cookie(context));
            Redirect(context, ConsoleOptions.Path + Path);
        }
        else if (sessions.Find(name) is { } session)
        {
            await AdmitAsync(context, session, hasSession: true).ConfigureAwait(false);
        }
        else if (context.Request.Path == Path)
        {
            await next(context).ConfigureAwait(false);
        }
        else
        {
            var wanted = HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : "";
            Redirect(context, $"{ConsoleOptions.Path}{Path}?return={Uri.EscapeDataString(wanted)}");
        }
    }

    private async Task AdmitAsync(HttpContext context, ControlApiAccess.Access user, bool hasSession)
    {
        Caller caller;
        try
        {
            caller = await access.CallerAsync(user, context.RequestAborted).ConfigureAwait(false);
        }
        catch (ControlPlaneException)
        {
            // The page asks the API itself, and says what it got.
            caller = user.Known?.Caller ?? new Caller { CanWrite = false };
        }

        context.RequestServices.GetRequiredService<Viewer>().Is(user, caller, hasSession);
        await next(context).ConfigureAwait(false);
    }

    private async Task TryKeyAsync(HttpContext context)
    {
        var outcome = context.RequestServices.GetRequiredService<ActionOutcome>();
        if (!await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false))
        {
            outcome.Refuse(Advice.Stale);
        }
        else
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
            var user = access.For(form["accessKeyId"].ToString().Trim(), form["secretAccessKey"].ToString().Trim());
            try
            {
                await access.CallerAsync(user, context.RequestAborted).ConfigureAwait(false);
                context.Response.Cookies.Append(_cookie, sessions.Begin(user), Cookie(context));
                Redirect(context, ConsoleOptions.Path + LocalPath(form["return"].ToString()));
                return;
            }
            catch (Exception exception) when (exception is ControlPlaneException or ArgumentException)
            {
                outcome.Refuse(exception is ControlPlaneException refusal ? Advice.Of(refusal) : new Failure("", "An access key id and a secret access key are needed.", null));
            }
        }

        context.Request.Method = HttpMethods.Get;
        context.Response.Becomes(StatusCodes.Status403Forbidden);
        await next(context).ConfigureAwait(false);
    }

    // Only paths of the console: what begins with two slashes is another host.
    private static string LocalPath(string path) => path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) ? path : "/";

    private static void Redirect(HttpContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = location;
    }

    // Whatever ends TLS in front says so in the page's origin.
    private static CookieOptions Cookie(HttpContext context) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Strict,
        Path = ConsoleOptions.Path,
        Secure = context.Request.IsHttps || context.Request.Headers.Origin.ToString().StartsWith("https:", StringComparison.Ordinal),
    };
}
