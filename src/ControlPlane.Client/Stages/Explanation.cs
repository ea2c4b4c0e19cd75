using System.Collections.ObjectModel;

namespace ControlPlane.Client.Stages;

/// <summary>A request to be explained.</summary>
/// <param name="HttpMethod">Its verb.</param>
/// <param name="Path">Its path below the stage.</param>
public sealed record ExplainRequest(string HttpMethod, string Path)
{
    /// <summary>Its headers, or null.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}

/// <summary>How a stage would route a request and why.</summary>
public sealed record Explanation
{
    /// <summary>The verb that counts.</summary>
    public string HttpMethod { get => field ?? ""; init; } = "";

    /// <summary>The path that is matched.</summary>
    public string Path { get => field ?? ""; init; } = "";

    /// <summary>The base, and the canary when there is one.</summary>
    public IReadOnlyList<ExplainedVariant> Variants { get => field ?? []; init; } = [];
}

/// <summary>Where a request leads in one variant.</summary>
public sealed record ExplainedVariant
{
    /// <summary>base or canary.</summary>
    public string Name { get => field ?? ""; init; } = "";

    /// <summary>How much of the stage's traffic it serves, 0.0 to 100.0.</summary>
    public double PercentTraffic { get; init; }

    /// <summary>Why it is this much.</summary>
    public string? Reason { get; init; }

    /// <summary>The deployment it serves.</summary>
    public string DeploymentId { get => field ?? ""; init; } = "";

    /// <summary>The method it leads to, or null when it leads nowhere.</summary>
    public ExplainedMethod? Method { get; init; }

    /// <summary>What stands in the way of a proper answer.</summary>
    public IReadOnlyList<string> Problems { get => field ?? []; init; } = [];
}

/// <summary>The method that a request leads to.</summary>
public sealed record ExplainedMethod
{
    /// <summary>The resource's path.</summary>
    public string ResourcePath { get => field ?? ""; init; } = "";

    /// <summary>The method: the verb's own, or ANY.</summary>
    public string HttpMethod { get => field ?? ""; init; } = "";

    /// <summary>The path parameters' values, as sent.</summary>
    public IReadOnlyDictionary<string, string> PathParameters { get => field ?? ReadOnlyDictionary<string, string>.Empty; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The backend, or null.</summary>
    public ExplainedIntegration? Integration { get; init; }

    /// <summary>The stage variables that the integration reads.</summary>
    public IReadOnlyList<ExplainedVariable> Variables { get => field ?? []; init; } = [];
}

/// <summary>The backend that a request leads to.</summary>
public sealed record ExplainedIntegration
{
    /// <summary>What kind of backend it is.</summary>
    public string? Type { get; init; }

    /// <summary>The address with stage variables resolved, or null.</summary>
    public string? ResolvedUri { get; init; }

    /// <summary>The Lambda function behind it, or null.</summary>
    public ExplainedFunction? Function { get; init; }
}

/// <summary>The function that a request leads to.</summary>
public sealed record ExplainedFunction
{
    /// <summary>The function, stage variables resolved.</summary>
    public string Arn { get => field ?? ""; init; } = "";

    /// <summary>The alias or version, or null for $LATEST.</summary>
    public string? Qualifier { get; init; }

    /// <summary>The version that runs, or null when it is not known.</summary>
    public string? Version { get; init; }

    /// <summary>The shares of other versions behind the alias, 0.0 to 1.0.</summary>
    public IReadOnlyDictionary<string, double> AdditionalVersionWeights { get => field ?? ReadOnlyDictionary<string, double>.Empty; init; } = ReadOnlyDictionary<string, double>.Empty;
}

/// <summary>A stage variable that an integration reads.</summary>
public sealed record ExplainedVariable
{
    /// <summary>Its name.</summary>
    public string Name { get => field ?? ""; init; } = "";

    /// <summary>Its value, or null when it is not set.</summary>
    public string? Value { get; init; }

    /// <summary>Where the value comes from: stage or canary.</summary>
    public string? Source { get; init; }
}
