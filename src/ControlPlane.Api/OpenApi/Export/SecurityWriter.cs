using System.Text.Json.Nodes;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.OpenApi.Export;

/// <summary>Writes authorizers, API keys and IAM as security schemes, and methods' demands of them.</summary>
internal sealed class SecurityWriter(DeployedApi api, ExportOptions options)
{
    private const string _apiKey = "api_key";
    private const string _sigV4 = "sigv4";
    private const string _headerSource = "method.request.header.";

    private readonly Dictionary<string, string> _authorizers = api.Authorizers.ToDictionary(each => each.Id, each => each.Name, StringComparer.Ordinal);

    /// <summary>The schemes: of all authorizers, and of API keys and IAM where a method demands them.</summary>
    public JsonObject Schemes()
    {
        var schemes = new JsonObject();
        var methods = api.Resources.SelectMany(resource => resource.Methods.Values).ToList();
        foreach (var authorizer in api.Authorizers)
        {
            schemes[authorizer.Name] = Scheme(authorizer);
        }

        if (methods.Any(method => method.ApiKeyRequired))
        {
            schemes[_apiKey] = Header("x-api-key");
        }

        if (methods.Any(method => method.AuthorizationType == AuthorizationType.AwsIam))
        {
            var scheme = Header("Authorization");
            if (options.WithIntegrations || options.WithAuthorizers)
            {
                scheme[Extensions.AuthType] = "awsSigv4";
            }

            schemes[_sigV4] = scheme;
        }

        return schemes;
    }

    /// <summary>What a method demands of its callers.</summary>
    public JsonArray Demands(Method method)
    {
        var demands = new JsonArray();
        if (method.AuthorizationType == AuthorizationType.AwsIam)
        {
            Add(_sigV4, []);
        }
        else if (method.AuthorizerId is { } id && _authorizers.TryGetValue(id, out var authorizer))
        {
            Add(authorizer, JsonBuilding.List(method.AuthorizationScopes));
        }

        if (method.ApiKeyRequired)
        {
            Add(_apiKey, []);
        }

        return demands;

        void Add(string scheme, JsonArray scopes) => demands.Add((JsonNode)new JsonObject { [scheme] = scopes });
    }

    private static JsonObject Header(string name) => new() { ["type"] = "apiKey", ["name"] = name, ["in"] = "header" };

    private JsonObject Scheme(Authorizer authorizer)
    {
        // Documents name one header; what else an authorizer looks at stands in the extension.
        var source = authorizer.IdentitySource;
        var isHeader = authorizer.Type != AuthorizerType.Request && source is not null && source.StartsWith(_headerSource, StringComparison.Ordinal) && !source.Contains(',');
        var scheme = Header(isHeader ? source![_headerSource.Length..] : authorizer.Type == AuthorizerType.Request ? "Unused" : "Authorization");
        if (!options.WithIntegrations && !options.WithAuthorizers)
        {
            return scheme;
        }

        scheme[Extensions.AuthType] = authorizer.AuthType ?? (authorizer.Type == AuthorizerType.CognitoUserPools ? "cognito_user_pools" : "custom");
        var extension = new JsonObject { ["type"] = WireNames.Of(authorizer.Type).ToLowerInvariant() };
        extension.AddOptional("providerARNs", authorizer.ProviderArns);
        extension.AddOptional("authorizerUri", authorizer.AuthorizerUri);
        extension.AddOptional("authorizerCredentials", authorizer.AuthorizerCredentials);
        extension.AddOptional("identitySource", source);
        extension.AddOptional("identityValidationExpression", authorizer.IdentityValidationExpression);
        if (authorizer.AuthorizerResultTtlInSeconds is { } seconds)
        {
            extension["authorizerResultTtlInSeconds"] = seconds;
        }

        scheme[Extensions.Authorizer] = extension;
        return scheme;
    }
}
