using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Authorizers;

/// <summary>An Authorizer on the wire.</summary>
internal static class AuthorizerJson
{
    public static void Write(Utf8JsonWriter writer, Authorizer authorizer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", authorizer.Id);
        writer.WriteString("name", authorizer.Name);
        writer.WriteString("type", WireNames.Of(authorizer.Type));
        writer.Optional("providerARNs", authorizer.ProviderArns);
        writer.WriteString("authType", authorizer.AuthType ?? (authorizer.Type == AuthorizerType.CognitoUserPools ? "cognito_user_pools" : "custom"));
        writer.Optional("authorizerUri", authorizer.AuthorizerUri);
        writer.Optional("authorizerCredentials", authorizer.AuthorizerCredentials);
        writer.Optional("identitySource", authorizer.IdentitySource);
        writer.Optional("identityValidationExpression", authorizer.IdentityValidationExpression);
        if ((authorizer.AuthorizerResultTtlInSeconds ?? DefaultTtl(authorizer)) is { } ttl)
        {
            writer.WriteNumber("authorizerResultTtlInSeconds", ttl);
        }

        writer.WriteEndObject();
    }

    private static int? DefaultTtl(Authorizer authorizer) =>
        authorizer.Type == AuthorizerType.CognitoUserPools ? null : AuthorizerRules.DefaultTtlInSeconds;
}
