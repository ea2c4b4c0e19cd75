using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;

namespace ControlPlane.Gateway.Explaining;

/// <summary>A request as it is asked about.</summary>
/// <param name="Verb">Its verb, upper case.</param>
/// <param name="Path">Its path below the stage, percent-encoded, without a query.</param>
/// <param name="ContentType">Its <c>Content-Type</c>, or null.</param>
public sealed record ExplainedRequest(string Verb, string Path, string? ContentType)
{
    /// <summary>Its query, without the question mark; empty when there is none.</summary>
    public string Query { get; init; } = "";

    /// <summary>Its headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The caller's address, or null when it is not said.</summary>
    public string? SourceIp { get; init; }
}

/// <summary>How a stage would route a request, and why.</summary>
public sealed record StageExplanation
{
    /// <summary>The canary's share, 0.0 to 100.0; null while there is no canary.</summary>
    public required double? CanaryPercent { get; init; }

    /// <summary>Which of the two serves the request.</summary>
    public required SplitExplanation Split { get; init; }

    /// <summary>The request in the base, and in the canary when there is one.</summary>
    public required IReadOnlyList<VariantExplanation> Variants { get; init; }
}

/// <summary>Which variant serves a request, and why.</summary>
/// <param name="Variant"><c>base</c> or <c>canary</c>; null when chance decides anew for each request.</param>
/// <param name="Reason">Why: <c>none</c> (there is no canary), <c>random</c>, <c>sticky</c>, <c>missing</c>, <c>rule</c> or <c>override</c>, as access logs name it.</param>
/// <param name="Message">The same in words.</param>
/// <param name="Place">The client's place, 0.0 to 100.0, for <c>sticky</c>: it is in the canary while this is below the canary's share.</param>
/// <param name="Rule">Which rule matches, from 1 on, for <c>rule</c>.</param>
public sealed record SplitExplanation(string? Variant, string Reason, string Message, double? Place, int? Rule);

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

    /// <summary>The role of the integration with stage variables resolved, which the gateway does not assume; null for one without.</summary>
    public string? Credentials { get; init; }

    /// <summary>The Lambda function behind it, with its qualifier; null for other backends.</summary>
    public string? Function { get; init; }

    /// <summary>The host of an HTTP backend; null for other backends, and where each request says which.</summary>
    public string? Host { get; init; }

    /// <summary>The media type whose request template is rendered; null when the body passes as it is.</summary>
    public string? RequestTemplate { get; init; }

    /// <summary>How its responses are cached, or null when they are not.</summary>
    public CacheExplanation? Cache { get; init; }

    /// <summary>The stage variables that the integration reads.</summary>
    public required IReadOnlyList<VariableExplanation> Variables { get; init; }

    /// <summary>The integration, or null.</summary>
    public Integration? Integration => Method.MethodIntegration;
}

/// <summary>How the responses to a request are cached.</summary>
/// <param name="TtlInSeconds">For how long.</param>
/// <param name="Namespace">What they are kept under, with those of other methods of that namespace.</param>
/// <param name="KeyParameters">What tells them apart, beside the verb.</param>
/// <param name="IsShared">Whether base and canary share them where they serve one deployment.</param>
public sealed record CacheExplanation(int TtlInSeconds, string Namespace, IReadOnlyList<string> KeyParameters, bool IsShared);

/// <summary>A stage variable that an integration reads.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null when this variant has none.</param>
/// <param name="IsOverride">True when the value is the canary's own.</param>
/// <param name="UsedIn">Where the integration reads it, as paths from the integration.</param>
public sealed record VariableExplanation(string Name, string? Value, bool IsOverride, IReadOnlyList<string> UsedIn);
