namespace ControlPlane.Gateway.Metrics;

/// <summary>What requests are counted under: a stage's variant, or one method of it where detailed metrics are on.</summary>
/// <param name="ApiId">The API.</param>
/// <param name="StageName">The stage.</param>
/// <param name="IsCanary">True for its canary.</param>
/// <param name="ResourcePath">The resource's path, or null for the whole variant.</param>
/// <param name="Verb">The method's verb, <c>ANY</c> included, or null for the whole variant.</param>
internal readonly record struct SeriesKey(string ApiId, string StageName, bool IsCanary, string? ResourcePath, string? Verb);
