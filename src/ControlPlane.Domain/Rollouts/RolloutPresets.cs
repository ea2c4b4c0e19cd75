using System.Collections.Frozen;

namespace ControlPlane.Domain.Rollouts;

/// <summary>
/// Plans by the names of CodeDeploy's predefined deployment configurations, those for Lambda and for ECS, with or without their
/// <c>CodeDeployDefault.Lambda</c> or <c>CodeDeployDefault.ECS</c> in front. Where CodeDeploy shifts the last part of the traffic, a rollout promotes.
/// </summary>
public static class RolloutPresets
{
    /// <summary>
    /// For how long <c>AllAtOnce</c> is watched before it is promoted, in seconds. CodeDeploy does not watch it; a rollout never promotes without evidence.
    /// </summary>
    public const int AllAtOnceSeconds = 60;

    private static readonly FrozenDictionary<string, RolloutStep[]> _presets = new Dictionary<string, RolloutStep[]>(StringComparer.Ordinal)
    {
        ["Canary10Percent5Minutes"] = Canary(5),
        ["Canary10Percent10Minutes"] = Canary(10),
        ["Canary10Percent15Minutes"] = Canary(15),
        ["Canary10Percent30Minutes"] = Canary(30),
        ["Linear10PercentEvery1Minute"] = Linear(1),
        ["Linear10PercentEvery2Minutes"] = Linear(2),
        ["Linear10PercentEvery3Minutes"] = Linear(3),
        ["Linear10PercentEvery10Minutes"] = Linear(10),
        ["AllAtOnce"] = [new() { PercentTraffic = 100, DurationSeconds = AllAtOnceSeconds }],

        // CodeDeploy's names for ECS have a plural where those for Lambda have none.
        ["Linear10PercentEvery1Minutes"] = Linear(1),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] _prefixes = ["CodeDeployDefault.Lambda", "CodeDeployDefault.ECS"];

    /// <summary>The names, in order.</summary>
    public static string Names { get; } = string.Join(", ", _presets.Keys.Order(StringComparer.Ordinal));

    /// <summary>Finds a preset's steps.</summary>
    /// <param name="name">The name, case-sensitive.</param>
    /// <returns>The steps, or null when there is no such preset.</returns>
    public static IReadOnlyList<RolloutStep>? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var prefix in _prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return _presets.GetValueOrDefault(name[prefix.Length..]);
            }
        }

        return _presets.GetValueOrDefault(name);
    }

    private static RolloutStep[] Canary(int minutes) => [new() { PercentTraffic = 10, DurationSeconds = minutes * 60 }];

    private static RolloutStep[] Linear(int minutes) =>
        [.. Enumerable.Range(1, 9).Select(step => new RolloutStep { PercentTraffic = step * 10, DurationSeconds = minutes * 60 })];
}
