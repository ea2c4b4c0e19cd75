using ControlPlane.Client.Apis;
using ControlPlane.Client.Stages;
using ControlPlane.WebConsole.Stages.Tabs;

namespace ControlPlane.WebConsole.Stages;

/// <summary>A tab of a stage's page.</summary>
/// <param name="Name">What the address calls it; empty for the first.</param>
/// <param name="Text">What people call it.</param>
/// <param name="Component">What it shows: a component whose only parameter is a <see cref="StageContext"/> named Context.</param>
internal sealed record StageTab(string Name, string Text, Type Component);

/// <summary>What every tab is given.</summary>
/// <param name="Api">The API.</param>
/// <param name="Stage">The stage.</param>
/// <param name="ETag">Its revision.</param>
public sealed record StageContext(RestApi Api, Stage Stage, string? ETag);

/// <summary>The tabs of a stage's page, in order.</summary>
internal static class StageTabs
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<StageTab> All { get; } =
    [
        new("", "Overview", typeof(OverviewTab)),
        new("canary", "Canary", typeof(CanaryTab)),
        new("rollout", "Rollout", typeof(RolloutTab)),
        new("variables", "Variables", typeof(VariablesTab)),
        new("settings", "Settings", typeof(SettingsTab)),
        new("logs", "Logs", typeof(LogsTab)),
        new("metrics", "Metrics", typeof(MetricsTab)),
        new("explain", "Explain", typeof(ExplainTab)),
        new("doctor", "Doctor", typeof(DoctorTab)),
        new("history", "History", typeof(HistoryTab)),
        new("export", "Export", typeof(ExportTab)),
        new("tags", "Tags", typeof(TagsTab)),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<(string Name, string Text)> Names { get; } = [.. All.Select(tab => (tab.Name, tab.Text))];

    /// <summary>A tab, or the first when there is none of the name.</summary>
    public static StageTab Find(string? name) => All.FirstOrDefault(tab => tab.Name == (name ?? "")) ?? All[0];
}
