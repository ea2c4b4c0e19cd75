using ControlPlane.Lambda.Functions;

namespace ControlPlane.Api.Explaining;

/// <summary>What is behind a function as an integration names it.</summary>
/// <param name="Qualifier">The alias or version, or null.</param>
/// <param name="Version">The version that runs, or null when it could not be found.</param>
/// <param name="Weights">The shares of other versions, 0.0 to 1.0.</param>
/// <param name="Problem">Why it could not be found, or null.</param>
internal sealed record FoundFunction(string? Qualifier, string? Version, IReadOnlyDictionary<string, double> Weights, string? Problem);

/// <summary>Asks the Lambda service what an integration's function is.</summary>
/// <param name="functions">The service; made when it is first asked.</param>
internal sealed class FunctionLookup(Lazy<ILambdaFunctions> functions)
{
    private static readonly Dictionary<string, double> _none = [];

    /// <summary>Finds a function; whatever goes wrong is part of what is found.</summary>
    /// <param name="function">The function's name or ARN, with its qualifier if it has one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<FoundFunction> FindAsync(string function, CancellationToken cancellationToken)
    {
        var named = FunctionName.Parse(function);
        var (name, qualifier) = named;
        try
        {
            if (named.IsAlias)
            {
                var alias = await functions.Value.GetAliasAsync(name, qualifier!, cancellationToken).ConfigureAwait(false);
                return new FoundFunction(qualifier, alias.FunctionVersion, alias.RoutingConfig?.AdditionalVersionWeights ?? _none, null);
            }

            var found = await functions.Value.GetFunctionConfigurationAsync(name, qualifier, cancellationToken).ConfigureAwait(false);
            return new FoundFunction(qualifier, found.Version, _none, null);
        }
        catch (LambdaServiceException exception)
        {
            return new FoundFunction(qualifier, null, _none, exception.IsNotFound
                ? $"The function {function} does not exist: the answer is 500."
                : $"The function {function} could not be looked up: {exception.Message}");
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException)
        {
            return new FoundFunction(qualifier, null, _none, $"The Lambda service could not be asked for {function}: {exception.Message}");
        }
    }
}
