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
        var (name, qualifier) = Split(function);
        try
        {
            if (qualifier is not null && qualifier != "$LATEST" && !qualifier.All(char.IsAsciiDigit))
            {
                var alias = await functions.Value.GetAliasAsync(name, qualifier, cancellationToken).ConfigureAwait(false);
                return new FoundFunction(qualifier, alias.FunctionVersion, alias.RoutingConfig?.AdditionalVersionWeights ?? _none, null);
            }

            var found = await functions.Value.GetFunctionConfigurationAsync(name, qualifier, cancellationToken).ConfigureAwait(false);
            return new FoundFunction(qualifier, found.Version, _none, null);
        }
        catch (LambdaServiceException exception)
        {
            return new FoundFunction(qualifier, null, _none, exception.Status == 404
                ? $"The function {function} does not exist: the answer is 500."
                : $"The function {function} could not be looked up: {exception.Message}");
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException)
        {
            return new FoundFunction(qualifier, null, _none, $"The Lambda service could not be asked for {function}: {exception.Message}");
        }
    }

    /// <summary>A qualifier is the eighth part of an ARN, the fourth of a partial one, the second of a name.</summary>
    private static (string Name, string? Qualifier) Split(string function)
    {
        var parts = function.Split(':');
        var index = parts[0] == "arn" ? 7 : parts.Length >= 3 ? 3 : 1;
        return parts.Length > index && parts[index].Length > 0 ? (string.Join(':', parts[..index]), parts[index]) : (function, null);
    }
}
