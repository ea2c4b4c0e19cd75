using System.Collections.ObjectModel;

namespace ControlPlane.Client.Functions;

/// <summary>A Lambda function.</summary>
public sealed record LambdaFunction
{
    /// <summary>Its name.</summary>
    public string FunctionName { get => field ?? ""; init; } = "";

    /// <summary>Its runtime, or null when it brings its own image.</summary>
    public string? Runtime { get; init; }

    /// <summary>A text for people, or null.</summary>
    public string? Description { get; init; }
}

/// <summary>An alias of a Lambda function.</summary>
public sealed record LambdaAlias
{
    /// <summary>Its name.</summary>
    public string Name { get => field ?? ""; init; } = "";

    /// <summary>The version that gets what the others do not.</summary>
    public string FunctionVersion { get => field ?? ""; init; } = "";

    /// <summary>A text for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The shares of other versions, or null when there are none.</summary>
    public AliasRouting? RoutingConfig { get; init; }
}

/// <summary>The shares of versions behind an alias.</summary>
public sealed record AliasRouting
{
    /// <summary>Shares by version, 0.0 to 1.0.</summary>
    public IReadOnlyDictionary<string, double> AdditionalVersionWeights { get => field ?? ReadOnlyDictionary<string, double>.Empty; init; } = ReadOnlyDictionary<string, double>.Empty;
}

/// <summary>A page of functions on the wire.</summary>
internal sealed record FunctionPage
{
    /// <summary>The page.</summary>
    public IReadOnlyList<LambdaFunction> Functions { get => field ?? []; init; } = [];

    /// <summary>Where the next page starts, or null on the last one.</summary>
    public string? NextMarker { get; init; }
}

/// <summary>A page of aliases on the wire.</summary>
internal sealed record AliasPage
{
    /// <summary>The page.</summary>
    public IReadOnlyList<LambdaAlias> Aliases { get => field ?? []; init; } = [];
}
