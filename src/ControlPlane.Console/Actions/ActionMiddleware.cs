using ControlPlane.Client;
using ControlPlane.WebConsole.Hosting;
using ControlPlane.WebConsole.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace ControlPlane.WebConsole.Actions;

/// <summary>
/// Carries out what a form asks for. A success goes on to a page that says so; anything else shows the form's own page again, with the reason and
/// what was typed.
/// </summary>
internal sealed class ActionMiddleware(RequestDelegate next, IAntiforgery antiforgery)
{
    // A document of 10 MB, and the form around it.
    private const long _largestForm = 11 * 1024 * 1024;

    /// <summary>Passes requests on that are no forms.</summary>
    public async Task InvokeAsync(HttpContext context, Viewer viewer, ActionOutcome outcome)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !viewer.IsKnown)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = _largestForm;
        }

        if (await RunAsync(context, viewer, outcome).ConfigureAwait(false) is { } done)
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = QueryHelpers.AddQueryString(done.Location ?? context.Request.PathBase + context.Request.Path, "done", done.Notice);
            return;
        }

        context.Request.Method = HttpMethods.Get;
        await next(context).ConfigureAwait(false);
    }

    private async Task<Done?> RunAsync(HttpContext context, Viewer viewer, ActionOutcome outcome)
    {
        if (!context.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false))
        {
            context.Response.Becomes(StatusCodes.Status400BadRequest);
            outcome.Refuse(Advice.Stale, context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false) : null);
            return null;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            return ConsoleActions.Find(form["action"].ToString()) is { } action
                ? await action(new ActionCall(viewer.Client, form, context.RequestAborted)).ConfigureAwait(false)
                : throw new InputException("The console has no such button.");
        }
        catch (ControlPlaneException refusal)
        {
            context.Response.Becomes(refusal.Status);
            outcome.Refuse(Advice.Of(refusal), form);
        }
        catch (InputException wrong)
        {
            context.Response.Becomes(StatusCodes.Status400BadRequest);
            outcome.Refuse(new Failure("", wrong.Message, "Correct it and press the button again. Nothing was changed."), form);
        }
        catch (ConfirmationException large)
        {
            outcome.Ask(large.Message, form);
        }

        return null;
    }
}
