namespace ControlPlane.Local.LocalLambda.Aliases;

/// <summary>What a routing configuration means.</summary>
internal static class AliasRoutingExtensions
{
    private static readonly Dictionary<string, double> EmptyWeights = [];

    /// <summary>Empty weights clear the routing; the alias is then shown without any.</summary>
    public static AliasRoutingConfiguration? EmptyToNull(this AliasRoutingConfiguration? routing) =>
        routing?.AdditionalVersionWeights is { Count: > 0 } ? routing : null;

    /// <summary>The version that serves, given a number drawn from 0 (included) to 1 (excluded).</summary>
    public static string Choose(this AliasConfiguration alias, double drawn)
    {
        foreach (var (version, weight) in alias.RoutingConfig?.AdditionalVersionWeights ?? EmptyWeights)
        {
            if (drawn < weight)
            {
                return version;
            }

            drawn -= weight;
        }

        return alias.FunctionVersion;
    }

    /// <summary>Whether some invocations of the alias may be served by the version.</summary>
    public static bool PointsTo(this AliasConfiguration alias, string version) =>
        alias.FunctionVersion == version || alias.RoutingConfig?.AdditionalVersionWeights?.ContainsKey(version) == true;
}
