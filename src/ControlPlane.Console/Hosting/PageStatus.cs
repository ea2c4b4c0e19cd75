using Microsoft.AspNetCore.Http;

namespace ControlPlane.WebConsole.Hosting;

/// <summary>The status of a page that is shown whatever its status is.</summary>
internal static class PageStatus
{
    /// <summary>Sets the status when the page is on its way: the renderer takes one that is set earlier for an answer without a page.</summary>
    public static void Becomes(this HttpResponse response, int status) => response.OnStarting(() =>
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    });
}
