using ControlPlane.Domain.Stages;

namespace ControlPlane.Domain.Tests.Stages;

/// <summary>Stages to start from.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_772_366_400);

    public static ChangeOrigin Origin(int seconds = 0) => new("arn:me", "request", Time.AddSeconds(seconds));

    public static Stage Stage(string deployment = "d1", params (string Name, string Value)[] variables) => StageHistory.Stamp(
        null,
        new Stage
        {
            RestApiId = "api",
            StageName = "prod",
            DeploymentId = deployment,
            Variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value),
            CreatedDate = Time,
            LastUpdatedDate = Time,
            LastEvent = null!,
        },
        Origin());

    public static Stage WithCanary(this Stage stage, string deployment, params (string Name, string Value)[] overrides) => stage with
    {
        CanarySettings = new CanarySettings
        {
            DeploymentId = deployment,
            PercentTraffic = 10,
            StageVariableOverrides = overrides.ToDictionary(variable => variable.Name, variable => variable.Value),
        },
    };

    public static Stage Patch(this Stage stage, params string[] operations) => StagePatches.Apply(stage, Patches.Of(operations));

    public static string Text(this IReadOnlyDictionary<string, string> variables) =>
        string.Join(' ', variables.OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => $"{variable.Key}={variable.Value}"));
}
