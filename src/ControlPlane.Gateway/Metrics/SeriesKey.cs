using ControlPlane.Domain.Metrics;

namespace ControlPlane.Gateway.Metrics;

/// <summary>
/// What requests are counted under: a stage's variant, or one method of it where detailed metrics are on; or a version of a function that the
/// stage, whichever variant, calls by an alias.
/// </summary>
/// <param name="ApiId">The API.</param>
/// <param name="StageName">The stage.</param>
/// <param name="IsCanary">True for its canary.</param>
/// <param name="ResourcePath">The resource's path, or null for the whole variant.</param>
/// <param name="Verb">The method's verb, <c>ANY</c> included, or null for the whole variant.</param>
/// <param name="Version">The version, or null.</param>
internal readonly record struct SeriesKey(
    string ApiId, string StageName, bool IsCanary, string? ResourcePath, string? Verb, FunctionVersion? Version = null)
{
    /// <summary>What a count belongs to.</summary>
    public static SeriesKey Of(MinuteMetrics metrics) =>
        new(metrics.ApiId, metrics.StageName, metrics.IsCanary, metrics.ResourcePath, metrics.Verb, metrics.Version);
}
