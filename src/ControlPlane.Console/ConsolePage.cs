using ControlPlane.Client;
using ControlPlane.WebConsole.Actions;
using ControlPlane.WebConsole.Hosting;
using ControlPlane.WebConsole.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.WebConsole;

/// <summary>A page that shows what the control API answers, or why it does not.</summary>
public abstract class ConsolePage : ComponentBase
{
    /// <summary>Who looks.</summary>
    [Inject]
    protected Viewer Viewer { get; set; } = null!;

    /// <summary>What became of the button before.</summary>
    [Inject]
    protected ActionOutcome Outcome { get; set; } = null!;

    /// <summary>What now is.</summary>
    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    /// <summary>The request.</summary>
    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    /// <summary>Why the page has nothing to show, or null.</summary>
    protected Failure? Failure { get; private set; }

    /// <summary>Whether everything is there.</summary>
    protected bool IsLoaded { get; private set; }

    /// <inheritdoc/>
    protected sealed override async Task OnInitializedAsync()
    {
        try
        {
            await LoadAsync(Viewer.Client, Http.RequestAborted);
            IsLoaded = true;
        }
        catch (ControlPlaneException refusal)
        {
            Failure = Advice.Of(refusal);
            Http.Response.Becomes(refusal.Status);
        }
    }

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task LoadAsync(ControlPlaneClient client, CancellationToken cancellationToken);

    /// <summary>A parameter of the address, or null when it is empty.</summary>
    protected string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;
}
