using ControlPlane.Lambda.Functions;

namespace ControlPlane.Rollouts.Aliases;

/// <summary>Where an alias sends its invocations.</summary>
/// <param name="Version">The version it points to.</param>
/// <param name="Other">The version that gets a share, or null.</param>
/// <param name="Weight">That share, 0.0 to 1.0.</param>
internal readonly record struct AliasRoute(string Version, string? Other, double Weight)
{
    // Finer than anybody splits, coarser than what is lost when a share is written as text.
    private const double _tolerance = 1e-6;

    /// <summary>All to one version.</summary>
    public static AliasRoute Only(string version) => new(version, null, 0);

    /// <summary>A share of a move's way.</summary>
    /// <param name="move">The move.</param>
    /// <param name="percent">What the new version gets, 0 to 100.</param>
    public static AliasRoute At(AliasMove move, double percent) =>
        percent == 0 ? Only(move.FromVersion) : new(move.FromVersion, move.ToVersion, Math.Round(percent / 100, 6));

    /// <summary>What an alias says.</summary>
    public static AliasRoute Of(AliasConfiguration alias)
    {
        foreach (var (version, weight) in alias.RoutingConfig?.AdditionalVersionWeights ?? new Dictionary<string, double>())
        {
            return new(alias.FunctionVersion, version, weight);
        }

        return Only(alias.FunctionVersion);
    }

    /// <summary>The same route.</summary>
    public bool Is(AliasRoute other) => Version == other.Version && Other == other.Other && Math.Abs(Weight - other.Weight) < _tolerance;

    /// <summary>Whether it is a state that the move itself leaves: nobody else has had a hand in it, as far as it shows.</summary>
    public bool IsOf(AliasMove move) =>
        (Version == move.FromVersion && (Other is null || Other == move.ToVersion)) || (Version == move.ToVersion && Other is null);

    /// <summary>The share of a version in percent, 0 to 100.</summary>
    public double PercentOf(string version) => version == Other ? Weight * 100 : version == Version ? (1 - Weight) * 100 : 0;

    /// <summary>The update that brings it about.</summary>
    /// <param name="revision">The revision it is meant for.</param>
    public UpdateAliasRequest Update(string revision) => new()
    {
        FunctionVersion = Version,
        RoutingConfig = new AliasRoutingConfiguration
        {
            AdditionalVersionWeights = Other is { } other ? new Dictionary<string, double> { [other] = Weight } : new Dictionary<string, double>(),
        },
        RevisionId = revision,
    };

    /// <inheritdoc/>
    public override string ToString() => Other is null ? $"version {Version}" : FormattableString.Invariant($"version {Version}, and {Other} with {Weight * 100:0.####} %");
}
