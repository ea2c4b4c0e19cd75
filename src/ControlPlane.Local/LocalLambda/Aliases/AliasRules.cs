using System.Text.RegularExpressions;
using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Versions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Aliases;

/// <summary>What an alias may point to, and how it may split.</summary>
internal sealed partial class AliasRules(VersionStore versions, LambdaAccount account)
{
    public static void Check(ConstraintViolations violations, string? name, string? functionVersion, string? description)
    {
        violations.Length(name, "name", 1, 128);
        violations.Pattern(name, "name", AliasName(), "(?!^[0-9]+$)([a-zA-Z0-9-_]+)");
        violations.Length(functionVersion, "functionVersion", 1, 1024);
        violations.Pattern(functionVersion, "functionVersion", VersionShape(), @"(\$LATEST|[0-9]+)");
        violations.Length(description, "description", 0, 256);
    }

    /// <summary>Checks the alias as it would become.</summary>
    /// <exception cref="LambdaException">A version does not exist, or the two cannot share an alias.</exception>
    public async Task CheckAsync(FunctionRecord function, AliasConfiguration alias, CancellationToken cancellationToken)
    {
        var weights = alias.RoutingConfig?.AdditionalVersionWeights;
        CheckWeights(weights);
        var primary = await VersionAsync(function, alias.FunctionVersion, cancellationToken);
        if (weights is null or { Count: 0 })
        {
            return;
        }

        if (alias.FunctionVersion == FunctionReference.Latest)
        {
            throw LambdaErrors.InvalidParameter("$LATEST is not supported for an alias pointing to more than 1 version");
        }

        var additional = await VersionAsync(function, weights.Keys.Single(), cancellationToken);
        if (additional.Version == primary.Version)
        {
            throw LambdaErrors.InvalidParameter($"Invalid function version {additional.Version}. Function version {additional.Version} is already included in routing configuration.");
        }

        if (additional.Role != primary.Role)
        {
            throw LambdaErrors.InvalidParameter("Both versions that an alias points to must have the same execution role");
        }

        if (additional.DeadLetterConfig != primary.DeadLetterConfig)
        {
            throw LambdaErrors.InvalidParameter("Both versions that an alias points to must have the same dead-letter queue configuration");
        }
    }

    private static void CheckWeights(IReadOnlyDictionary<string, double>? weights)
    {
        if (weights is null)
        {
            return;
        }

        var violations = new ConstraintViolations();
        foreach (var (version, weight) in weights)
        {
            violations.Pattern(version, "routingConfig.additionalVersionWeights", Digits(), "[0-9]+");
            if (weight is not (>= 0.0 and <= 1.0))
            {
                violations.Add(
                    weight.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    "routingConfig.additionalVersionWeights",
                    weight < 0 ? "Member must have value greater than or equal to 0" : "Member must have value less than or equal to 1");
            }
        }

        violations.ThrowIfAny();
        if (weights.Count > 1)
        {
            throw LambdaErrors.InvalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }
    }

    private async Task<FunctionConfiguration> VersionAsync(FunctionRecord function, string version, CancellationToken cancellationToken) =>
        version == FunctionReference.Latest
            ? function.Configuration
            : (await versions.FindAsync(function, version, cancellationToken))?.Configuration
                ?? throw LambdaErrors.FunctionNotFound(account.FunctionArn(function.Name, version));

    [GeneratedRegex(@"\A(?![0-9]+\z)[a-zA-Z0-9_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex AliasName();

    [GeneratedRegex(@"\A(\$LATEST|[0-9]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionShape();

    [GeneratedRegex(@"\A[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
