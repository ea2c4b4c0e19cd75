namespace ControlPlane.Local.LocalLambda.Aliases;

/// <summary>An alias as the API shows and the store keeps it.</summary>
internal sealed record AliasConfiguration
{
    public required string AliasArn { get; init; }

    public required string Name { get; init; }

    public required string FunctionVersion { get; init; }

    public string Description { get; init; } = string.Empty;

    public AliasRoutingConfiguration? RoutingConfig { get; init; }

    public required string RevisionId { get; init; }
}

/// <summary>The share of one additional version, 0.0 to 1.0; the alias's own version gets the rest.</summary>
internal sealed record AliasRoutingConfiguration(IReadOnlyDictionary<string, double>? AdditionalVersionWeights);

internal sealed record CreateAliasRequest(string? Name, string? FunctionVersion, string? Description, AliasRoutingConfiguration? RoutingConfig);

internal sealed record UpdateAliasRequest(string? FunctionVersion, string? Description, AliasRoutingConfiguration? RoutingConfig, string? RevisionId);

internal sealed record ListAliasesResponse(IReadOnlyList<AliasConfiguration> Aliases, string? NextMarker);
