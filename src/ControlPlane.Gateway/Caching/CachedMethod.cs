using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Caching;

/// <summary>What a stage's settings say of caching the responses of a method.</summary>
/// <param name="Setting">The settings.</param>
/// <param name="AllVerbs">True when the method has settings of its own; those of all methods cache GET requests alone.</param>
/// <param name="Namespace">What the entries are kept under.</param>
/// <param name="KeyParameters">What tells entries apart.</param>
internal sealed record CachedMethod(MethodSetting Setting, bool AllVerbs, string Namespace, IReadOnlyList<string> KeyParameters)
{
    private const string Get = "GET";
    private const string Any = "ANY";

    /// <summary>The settings of a method whose responses are cached, or null.</summary>
    public static CachedMethod? Of(Stage stage, MethodPlan plan)
    {
        var (setting, isOwn) = SnapshotCompiler.SettingOf(stage, plan);
        return stage.CacheClusterEnabled && setting.CachingEnabled && setting.CacheTtlInSeconds > 0
            && plan.Integration is { } integration
            && (isOwn || plan.Method.HttpMethod is Get or Any)
            ? new CachedMethod(setting, isOwn, string.IsNullOrEmpty(integration.CacheNamespace) ? plan.Resource.Id : integration.CacheNamespace, integration.CacheKeyParameters)
            : null;
    }

    /// <summary>Whether the responses to a verb are cached.</summary>
    public bool Covers(string verb) => AllVerbs || verb == Get;
}
