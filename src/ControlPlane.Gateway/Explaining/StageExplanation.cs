using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;

namespace ControlPlane.Gateway.Explaining;

/// <summary>A request as it is asked about.</summary>
/// <param name="Verb">Its verb, upper case.</param>
/// <param name="Path">Its path below the stage, percent-encoded, without a query.</param>
/// <param name="ContentType">Its <c>Content-Type</c>, or null.</param>
public sealed record ExplainedRequest(string Verb, string Path, string? ContentType);

/// <summary>How a stage would route a request, and why.</summary>
public sealed record StageExplanation
{
    /// <summary>The canary's share, 0.0 to 100.0; null while there is no canary.</summary>
    public required double? CanaryPercent { get; init; }

    /// <summary>The request in the base, and in the canary when there is one.</summary>
    public required IReadOnlyList<VariantExplanation> Variants { get; init; }
}

/// <summary>What one variant of a stage does with a request.</summary>
public sealed record VariantExplanation
{
    /// <summary><c>base</c> or <c>canary</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How much of the stage's traffic it serves, 0.0 to 100.0.</summary>
    public required double Percent { get; init; }

    /// <summary>Why it is this much.</summary>
    public required string Reason { get; init; }

    /// <summary>The deployment it serves.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Where the request leads; null when it leads nowhere, and <see cref="Problems"/> says why.</summary>
    public MethodExplanation? Method { get; init; }

    /// <summary>What stands in the way of a proper answer; empty when nothing is known to.</summary>
    public required IReadOnlyList<RouteProblem> Problems { get; init; }
}

/// <summary>The method a request leads to.</summary>
public sealed record MethodExplanation
{
    /// <summary>The resource's id.</summary>
    public required string ResourceId { get; init; }

    /// <summary>The resource's path template.</summary>
    public required string ResourcePath { get; init; }

    /// <summary>The method itself; its verb is <c>ANY</c> where no verb of its own matched.</summary>
    public required Method Method { get; init; }

    /// <summary>The path parameters' values, as sent.</summary>
    public required IReadOnlyDictionary<string, string> PathParameters { get; init; }

    /// <summary>The backend's address with stage variables resolved; null for a method without one.</summary>
    public string? Uri { get; init; }

    /// <summary>The Lambda function behind it, with its qualifier; null for other backends.</summary>
    public string? Function { get; init; }

    /// <summary>The host of an HTTP backend; null for other backends, and where each request says which.</summary>
    public string? Host { get; init; }

    /// <summary>The media type whose request template is rendered; null when the body passes as it is.</summary>
    public string? RequestTemplate { get; init; }

    /// <summary>The stage variables that the integration reads.</summary>
    public required IReadOnlyList<VariableExplanation> Variables { get; init; }

    /// <summary>The integration, or null.</summary>
    public Integration? Integration => Method.MethodIntegration;
}

/// <summary>A stage variable that an integration reads.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null when this variant has none.</param>
/// <param name="IsOverride">True when the value is the canary's own.</param>
/// <param name="UsedIn">Where the integration reads it, as paths from the integration.</param>
public sealed record VariableExplanation(string Name, string? Value, bool IsOverride, IReadOnlyList<string> UsedIn);
