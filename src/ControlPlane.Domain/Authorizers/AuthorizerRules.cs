using System.Text.RegularExpressions;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Authorizers;

/// <summary>What authorizers must keep to.</summary>
public static class AuthorizerRules
{
    /// <summary>Seconds for which a verdict is kept unless the authorizer says otherwise.</summary>
    public const int DefaultTtlInSeconds = 300;

    /// <summary>Most seconds for which a verdict is kept.</summary>
    public const int MaxTtlInSeconds = 3600;

    /// <summary>Most authorizers of one API.</summary>
    public const int MaxPerApi = 10;

    private const int _maxExpressionLength = 1024;

    /// <summary>The 404 of an authorizer that is not there.</summary>
    public static ApiException Unknown() => ApiException.NotFound("Invalid Authorizer identifier specified");

    /// <summary>Checks an authorizer before it is stored.</summary>
    /// <returns>The authorizer.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static Authorizer Validate(Authorizer authorizer)
    {
        if (authorizer.Name.Length is 0 or > 128)
        {
            throw ApiException.BadRequest("Invalid authorizer name specified. Names must have 1 to 128 characters");
        }

        if (authorizer.AuthorizerResultTtlInSeconds is < 0 or > MaxTtlInSeconds)
        {
            throw ApiException.BadRequest($"Authorizer result TTL must be between 0 and {MaxTtlInSeconds} seconds");
        }

        ValidateExpression(authorizer.IdentityValidationExpression);
        if (IdentitySource.Parse(authorizer.IdentitySource) is not { } sources)
        {
            throw ApiException.BadRequest($"Invalid identity source specified: {authorizer.IdentitySource}");
        }

        if (authorizer.Type == AuthorizerType.CognitoUserPools)
        {
            return authorizer.ProviderArns.Count > 0
                ? authorizer
                : throw ApiException.BadRequest("Invalid Provider ARNs. At least one Cognito User Pool ARN must be specified");
        }

        ValidateUri(authorizer.AuthorizerUri);
        if (authorizer.Type == AuthorizerType.Token && (sources.Length > 1 || (sources.Length == 1 && sources[0].Kind != IdentitySourceKind.Header)))
        {
            throw ApiException.BadRequest($"Invalid identity source specified: {authorizer.IdentitySource}");
        }

        if (authorizer.Type == AuthorizerType.Request && sources.Length == 0 && (authorizer.AuthorizerResultTtlInSeconds ?? DefaultTtlInSeconds) > 0)
        {
            throw ApiException.BadRequest("Identity source is required for REQUEST authorizers when authorization caching is enabled");
        }

        return authorizer;
    }

    private static void ValidateUri(string? uri)
    {
        if (string.IsNullOrEmpty(uri))
        {
            throw ApiException.BadRequest("Authorizer URI must be specified for Lambda authorizers");
        }

        if (!uri.StartsWith("arn:", StringComparison.Ordinal)
            || !uri.Contains(":lambda:path/", StringComparison.Ordinal)
            || !uri.Contains("/functions/", StringComparison.Ordinal)
            || !uri.EndsWith("/invocations", StringComparison.Ordinal))
        {
            throw ApiException.BadRequest($"Invalid Authorizer URI: {uri}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.");
        }
    }

    private static void ValidateExpression(string? expression)
    {
        if (string.IsNullOrEmpty(expression))
        {
            return;
        }

        try
        {
            if (expression.Length <= _maxExpressionLength)
            {
                _ = new Regex(expression, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
                return;
            }
        }
        catch (ArgumentException)
        {
            // Refused below.
        }

        throw ApiException.BadRequest($"Invalid identity validation expression specified: {expression}");
    }
}
