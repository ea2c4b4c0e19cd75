using ControlPlane.Domain.Metrics;

namespace ControlPlane.Gateway.Metrics;

/// <summary>What this gateway counted of a stage's variant, or of one method of it, in a minute and has not told yet.</summary>
public sealed record MinuteMetrics
{
    /// <summary>The API.</summary>
    public required string ApiId { get; init; }

    /// <summary>What the API and the stage are called.</summary>
    public required StageLabels Labels { get; init; }

    /// <summary>The stage.</summary>
    public required string StageName { get; init; }

    /// <summary>True for the canary.</summary>
    public required bool IsCanary { get; init; }

    /// <summary>The resource's path, or null for the whole variant.</summary>
    public string? ResourcePath { get; init; }

    /// <summary>The method's verb, or null for the whole variant.</summary>
    public string? Verb { get; init; }

    /// <summary>The version of a function that served the requests for either variant, or null for all requests of the variant.</summary>
    public FunctionVersion? Version { get; init; }

    /// <summary>The beginning of the minute in which the requests ended.</summary>
    public required DateTimeOffset Minute { get; init; }

    /// <summary>What they came to.</summary>
    public required RequestCounts Counts { get; init; }
}
