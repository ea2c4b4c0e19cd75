using ControlPlane.Local.LocalLambda.Aliases;
using ControlPlane.Local.LocalLambda.Versions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>A reference resolved to the code that serves it.</summary>
/// <param name="Function">The function.</param>
/// <param name="Configuration">The version that serves, under its own ARN.</param>
/// <param name="InvokedArn">The ARN as it was asked for: unqualified, by version, or by alias.</param>
internal sealed record ResolvedFunction(FunctionRecord Function, FunctionConfiguration Configuration, string InvokedArn);

/// <summary>Follows qualifiers to versions.</summary>
internal sealed class FunctionResolver(FunctionStore functions, VersionStore versions, AliasStore aliases, LambdaAccount account)
{
    /// <summary>Resolves a reference.</summary>
    /// <param name="reference">What was asked for.</param>
    /// <param name="choose">Picks the version of an alias: by weight for an invocation, its main one otherwise.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LambdaException">There is no such function, version or alias.</exception>
    public async ValueTask<ResolvedFunction> ResolveAsync(
        FunctionReference reference, Func<AliasConfiguration, string> choose, CancellationToken cancellationToken)
    {
        var function = (await functions.GetAsync(reference, cancellationToken)).Value;
        var arn = account.FunctionArn(function.Name, reference.Qualifier);
        if (reference.QualifierOrLatest == FunctionReference.Latest)
        {
            return new ResolvedFunction(function, function.Configuration, arn);
        }

        var version = reference.Qualifier!;
        if (VersionStore.TryNumber(version) is null)
        {
            var alias = await aliases.FindAsync(function, version, cancellationToken) ?? throw LambdaErrors.FunctionNotFound(arn);
            version = choose(alias.Value);
        }

        if (version == FunctionReference.Latest)
        {
            return new ResolvedFunction(function, function.Configuration, arn);
        }

        var published = await versions.FindAsync(function, version, cancellationToken) ?? throw LambdaErrors.FunctionNotFound(arn);
        return new ResolvedFunction(function, published.Configuration, arn);
    }

    /// <summary>Resolves for reading, not invoking.</summary>
    public ValueTask<ResolvedFunction> ResolveAsync(FunctionReference reference, CancellationToken cancellationToken) =>
        ResolveAsync(reference, static alias => alias.FunctionVersion, cancellationToken);
}
