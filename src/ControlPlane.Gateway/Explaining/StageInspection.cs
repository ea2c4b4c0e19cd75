using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Explaining;

/// <summary>All routes of a stage, as they would be served.</summary>
public sealed record StageInspection
{
    /// <summary>The stage.</summary>
    public required Stage Stage { get; init; }

    /// <summary>What it shows to its HTTP backends, or null when it shows nothing.</summary>
    public StageCertificate? Certificate { get; init; }

    /// <summary>The base, and the canary when there is one.</summary>
    public required IReadOnlyList<VariantInspection> Variants { get; init; }
}

/// <summary>All routes of one variant.</summary>
public sealed record VariantInspection
{
    /// <summary><c>base</c> or <c>canary</c>.</summary>
    public required string Name { get; init; }

    /// <summary>True for the canary.</summary>
    public required bool IsCanary { get; init; }

    /// <summary>The deployment it serves.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Its routes, in path order; null when the deployment is gone.</summary>
    public IReadOnlyList<RouteInspection>? Routes { get; init; }
}

/// <summary>One route of a variant.</summary>
public sealed record RouteInspection
{
    /// <summary>Where it leads.</summary>
    public required MethodExplanation Method { get; init; }

    /// <summary>The function of its authorizer, with its qualifier; null when there is none.</summary>
    public string? AuthorizerFunction { get; init; }

    /// <summary>What stands in the way of proper answers, as far as the configuration itself shows it.</summary>
    public required IReadOnlyList<RouteProblem> Problems { get; init; }
}
