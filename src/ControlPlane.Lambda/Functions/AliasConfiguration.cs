namespace ControlPlane.Lambda.Functions;

/// <summary>An alias of a function.</summary>
public sealed record AliasConfiguration
{
    /// <summary>Its ARN.</summary>
    public string AliasArn { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The version it points to.</summary>
    public string FunctionVersion { get; init; } = "";

    /// <summary>Its description; empty for none.</summary>
    public string Description { get; init; } = "";

    /// <summary>The second version it gives a share of the invocations, or null.</summary>
    public AliasRoutingConfiguration? RoutingConfig { get; init; }

    /// <summary>Changes with every change of the alias.</summary>
    public string RevisionId { get; init; } = "";
}

/// <summary>Shares of invocations by version.</summary>
public sealed record AliasRoutingConfiguration
{
    /// <summary>The share of one more version, 0.0 to 1.0; the alias's own version gets the rest. Empty ends a split.</summary>
    public IReadOnlyDictionary<string, double> AdditionalVersionWeights { get; init; } = new Dictionary<string, double>();
}

/// <summary>An alias to create.</summary>
/// <param name="Name">Its name.</param>
/// <param name="FunctionVersion">The version it points to.</param>
public sealed record CreateAliasRequest(string Name, string FunctionVersion)
{
    /// <summary>Its description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>A second version, or null.</summary>
    public AliasRoutingConfiguration? RoutingConfig { get; init; }
}

/// <summary>What to change of an alias; null leaves it as it is.</summary>
public sealed record UpdateAliasRequest
{
    /// <summary>The version it shall point to.</summary>
    public string? FunctionVersion { get; init; }

    /// <summary>Its description.</summary>
    public string? Description { get; init; }

    /// <summary>The second version; one without weights ends a split.</summary>
    public AliasRoutingConfiguration? RoutingConfig { get; init; }

    /// <summary>The revision the change is meant for, or null for any.</summary>
    public string? RevisionId { get; init; }
}
