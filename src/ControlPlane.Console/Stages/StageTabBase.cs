using ControlPlane.Client;
using Microsoft.AspNetCore.Components;

namespace ControlPlane.WebConsole.Stages;

/// <summary>A tab of a stage's page. What it reads beside the stage it reads itself.</summary>
public abstract class StageTabBase : ConsolePage
{
    /// <summary>The stage.</summary>
    [Parameter, EditorRequired]
    public StageContext Context { get; set; } = null!;

    /// <summary>The API's id.</summary>
    protected string Api => Context.Api.Id;

    /// <summary>The stage's name.</summary>
    protected string Stage => Context.Stage.StageName;

    /// <inheritdoc/>
    protected override Task LoadAsync(ControlPlaneClient client, CancellationToken cancellationToken) => Task.CompletedTask;
}
