using ControlPlane.Domain.Patching;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>The settings of a method and the patch suffixes that reach them (reference: UpdateStage, MethodSetting).</summary>
public static class MethodSettingPatches
{
    private static readonly (string Suffix, Func<MethodSetting, PatchEdit, MethodSetting> Edit)[] _settings =
    [
        ("metrics/enabled", (setting, edit) => setting with { MetricsEnabled = edit.Boolean }),
        ("logging/loglevel", (setting, edit) => setting with { LoggingLevel = edit.Member<LoggingLevel>() }),
        ("logging/dataTrace", (setting, edit) => setting with { DataTraceEnabled = edit.Boolean }),
        ("throttling/burstLimit", (setting, edit) => setting with { ThrottlingBurstLimit = edit.Whole(0, int.MaxValue) }),
        ("throttling/rateLimit", (setting, edit) => setting with { ThrottlingRateLimit = edit.Number(0, double.MaxValue) }),
        ("caching/enabled", (setting, edit) => setting with { CachingEnabled = edit.Boolean }),
        ("caching/ttlInSeconds", (setting, edit) => setting with { CacheTtlInSeconds = edit.Whole(0, 3600) }),
        ("caching/dataEncrypted", (setting, edit) => setting with { CacheDataEncrypted = edit.Boolean }),
        ("caching/requireAuthorizationForCacheControl", (setting, edit) => setting with { RequireAuthorizationForCacheControl = edit.Boolean }),
        (
            "caching/unauthorizedCacheControlHeaderStrategy",
            (setting, edit) => setting with { UnauthorizedCacheControlHeaderStrategy = edit.Member<UnauthorizedCacheControlHeaderStrategy>() }
        ),
    ];

    private static readonly string[] _verbs = ["*", "GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];

    /// <summary>The key of the settings all methods share.</summary>
    public const string Everywhere = "*/*";

    /// <summary>Adds every method setting to the paths a stage can be patched on.</summary>
    internal static PatchTable<Stage> AllowMethodSettings(this PatchTable<Stage> table)
    {
        foreach (var (suffix, change) in _settings)
        {
            table.Allow(PatchOp.Replace, $"/{{resource+}}/{{verb}}/{suffix}", (stage, edit) => Set(stage, edit, change));
        }

        return table.Allow(PatchOp.Remove, "/{resource+}/{verb}", Remove);
    }

    private static Stage Set(Stage stage, PatchEdit edit, Func<MethodSetting, PatchEdit, MethodSetting> change)
    {
        // The key keeps the address as it was sent, escapes and all.
        var key = $"{edit.Captures[0]}/{edit.Captures[1]}";
        if (!_verbs.Contains(edit.Captures[1]) || (edit.Captures[0] == "*") != (edit.Captures[1] == "*"))
        {
            throw StageRefusals.UnknownPath(edit.Path);
        }

        var current = stage.MethodSettings.GetValueOrDefault(key)
            ?? stage.MethodSettings.GetValueOrDefault(Everywhere)
            ?? new MethodSetting();
        return stage with { MethodSettings = stage.MethodSettings.With(key, change(current, edit)) };
    }

    private static Stage Remove(Stage stage, PatchEdit edit)
    {
        var key = edit.Path[1..];
        return stage.MethodSettings.ContainsKey(key)
            ? stage with { MethodSettings = stage.MethodSettings.Without(key) }
            : throw StageRefusals.NothingToRemove(edit.Path);
    }
}
