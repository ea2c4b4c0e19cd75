using ControlPlane.Api.OpenApi.Documents;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Methods;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>Who may call an operation.</summary>
/// <param name="Type">How callers are authorized.</param>
/// <param name="Authorizer">The authorizer's name, or null.</param>
/// <param name="Scopes">The scopes a token must have one of.</param>
/// <param name="ApiKeyRequired">True when callers need an API key.</param>
internal sealed record OperationSecurity(AuthorizationType Type, string? Authorizer, IReadOnlyList<string> Scopes, bool ApiKeyRequired)
{
    public static OperationSecurity Open { get; } = new(AuthorizationType.None, null, [], false);
}

/// <summary>Reads security schemes as authorizers, and operations' demands of them.</summary>
internal sealed class SecurityReader(OpenApiSource source)
{
    private const string _sigV4 = "awsSigv4";
    private const string _apiKeyHeader = "x-api-key";
    private readonly Dictionary<string, Scheme> _schemes = new(StringComparer.Ordinal);
    private readonly List<Authorizer> _authorizers = [];

    private enum Kind
    {
        Ignored,
        ApiKey,
        Iam,
        Authorizer,
    }

    /// <summary>The authorizers among the schemes.</summary>
    public IReadOnlyList<Authorizer> Authorizers => _authorizers;

    /// <summary>Reads the schemes.</summary>
    public void ReadSchemes()
    {
        var section = source.IsSwagger
            ? source.Object(source.Root, "securityDefinitions")
            : source.Object(source.Root, "components") is { } components ? source.Object(components, "securitySchemes") : null;
        foreach (var member in section?.Members() ?? [])
        {
            if (source.Follow(member) is { } scheme)
            {
                _schemes[member.Name] = ReadScheme(member.Name, scheme);
            }
        }
    }

    /// <summary>Reads an operation's <c>security</c> and <c>x-amazon-apigateway-auth</c>.</summary>
    public OperationSecurity Read(DocumentNode operation)
    {
        var security = OperationSecurity.Open;
        foreach (var alternative in source.List(operation, "security")?.Elements() ?? [])
        {
            var demanded = new List<string>();
            foreach (var demand in alternative.Members())
            {
                if (!_schemes.TryGetValue(demand.Name, out var scheme))
                {
                    source.Problems.Error(demand, $"Security scheme '{demand.Name}' is not defined");
                    continue;
                }

                if (scheme.Kind is Kind.Iam or Kind.Authorizer)
                {
                    demanded.Add(demand.Name);
                }

                security = Add(security, demand, scheme);
            }

            if (demanded.Count > 1)
            {
                source.Problems.Error(alternative, $"A method can have one authorizer, not {string.Join(" and ", demanded)} together");
            }
        }

        return ReadAuth(operation, security);
    }

    private OperationSecurity Add(OperationSecurity security, DocumentNode demand, Scheme scheme)
    {
        switch (scheme.Kind)
        {
            case Kind.ApiKey:
                return security with { ApiKeyRequired = true };
            case Kind.Ignored:
                source.Problems.Warn(demand, $"Security scheme '{demand.Name}' has no equivalent and is ignored");
                return security;
            default:
                if (security.Type != AuthorizationType.None)
                {
                    // The stricter reading of alternatives: the first alone lets callers in.
                    source.Problems.Warn(demand, $"A method can have one authorizer; '{demand.Name}' is ignored");
                    return security;
                }

                return scheme.Kind == Kind.Iam
                    ? security with { Type = AuthorizationType.AwsIam }
                    : security with
                    {
                        Type = scheme.Type == AuthorizerType.CognitoUserPools ? AuthorizationType.CognitoUserPools : AuthorizationType.Custom,
                        Authorizer = demand.Name,
                        Scopes = [.. demand.Elements().Select(source.Text).OfType<string>()],
                    };
        }
    }

    private OperationSecurity ReadAuth(DocumentNode operation, OperationSecurity security)
    {
        if (source.Object(operation, Extensions.Auth) is not { } auth || source.Text(auth, "type") is not { } type)
        {
            return security;
        }

        switch (type.ToUpperInvariant())
        {
            case "AWS_IAM":
                return security with { Type = AuthorizationType.AwsIam, Authorizer = null, Scopes = [] };
            case "NONE":
                return security with { Type = AuthorizationType.None, Authorizer = null, Scopes = [] };
            default:
                source.Problems.Error(auth, $"Invalid authorization type specified: {type}. Valid options are AWS_IAM, NONE");
                return security;
        }
    }

    private Scheme ReadScheme(string name, DocumentNode scheme)
    {
        var authType = source.Text(scheme, Extensions.AuthType);
        if (source.Object(scheme, Extensions.Authorizer) is { } extension)
        {
            return ReadAuthorizer(name, scheme, extension, authType) is { } authorizer ? new Scheme(Kind.Authorizer, authorizer.Type) : new Scheme(Kind.Authorizer, default);
        }

        if (string.Equals(authType, _sigV4, StringComparison.OrdinalIgnoreCase))
        {
            return new Scheme(Kind.Iam, default);
        }

        var isKey = source.Text(scheme, "type") == "apiKey"
            && string.Equals(source.Text(scheme, "name"), _apiKeyHeader, StringComparison.OrdinalIgnoreCase)
            && source.Text(scheme, "in") == "header";
        return new Scheme(isKey ? Kind.ApiKey : Kind.Ignored, default);
    }

    private Authorizer? ReadAuthorizer(string name, DocumentNode scheme, DocumentNode extension, string? authType)
    {
        AuthorizerType? type = source.Text(extension, "type")?.ToUpperInvariant() switch
        {
            "TOKEN" => AuthorizerType.Token,
            "REQUEST" => AuthorizerType.Request,
            "COGNITO_USER_POOLS" => AuthorizerType.CognitoUserPools,
            _ => null,
        };
        if (type is not { } known)
        {
            source.Problems.Error(extension, $"Unable to create authorizer '{name}': its type must be token, request or cognito_user_pools");
            return null;
        }

        var authorizer = new Authorizer
        {
            Id = "",
            Name = name,
            Type = known,
            ProviderArns = source.Texts(extension, "providerARNs") ?? [],
            AuthType = authType,
            AuthorizerUri = source.Text(extension, "authorizerUri"),
            AuthorizerCredentials = source.Text(extension, "authorizerCredentials"),
            IdentitySource = source.Text(extension, "identitySource") ?? HeaderOf(scheme, known),
            IdentityValidationExpression = source.Text(extension, "identityValidationExpression"),
            AuthorizerResultTtlInSeconds = source.Whole(extension, "authorizerResultTtlInSeconds"),
        };
        Check(authorizer, extension);
        _authorizers.Add(authorizer);
        return authorizer;
    }

    private void Check(Authorizer authorizer, DocumentNode at)
    {
        if (authorizer.Type == AuthorizerType.CognitoUserPools && authorizer.ProviderArns.Count == 0)
        {
            source.Problems.Error(at, $"Unable to create authorizer '{authorizer.Name}': providerARNs are missing");
        }

        if (authorizer.Type != AuthorizerType.CognitoUserPools && string.IsNullOrEmpty(authorizer.AuthorizerUri))
        {
            source.Problems.Error(at, $"Unable to create authorizer '{authorizer.Name}': authorizerUri is missing");
        }

        if (authorizer.AuthorizerResultTtlInSeconds is < 0 or > 3600)
        {
            source.Problems.Error(at, $"Unable to create authorizer '{authorizer.Name}': authorizerResultTtlInSeconds must be between 0 and 3600");
        }
    }

    // Tokens are in the header that the scheme names.
    private string? HeaderOf(DocumentNode scheme, AuthorizerType type) =>
        type != AuthorizerType.Request && source.Text(scheme, "in") == "header" && source.Text(scheme, "name") is { Length: > 0 } name
            ? "method.request.header." + name
            : null;

    private readonly record struct Scheme(Kind Kind, AuthorizerType Type);
}
