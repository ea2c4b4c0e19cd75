using System.Text.Json;
using ControlPlane.Api.Integrations;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Methods;

/// <summary>A Method and its MethodResponses on the wire.</summary>
internal static class MethodJson
{
    public static void Write(Utf8JsonWriter writer, Method method)
    {
        writer.WriteStartObject();
        writer.WriteString("httpMethod", method.HttpMethod);
        writer.WriteString("authorizationType", WireNames.Of(method.AuthorizationType));
        writer.Optional("authorizerId", method.AuthorizerId);
        writer.WriteBoolean("apiKeyRequired", method.ApiKeyRequired);
        writer.Optional("requestValidatorId", method.RequestValidatorId);
        writer.Optional("operationName", method.OperationName);
        writer.Optional("requestParameters", method.RequestParameters);
        writer.Optional("requestModels", method.RequestModels);
        writer.Optional("methodResponses", method.MethodResponses, Write);
        if (method.MethodIntegration is { } integration)
        {
            writer.WritePropertyName("methodIntegration");
            IntegrationJson.Write(writer, integration);
        }

        writer.Optional("authorizationScopes", method.AuthorizationScopes);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, MethodResponse response)
    {
        writer.WriteStartObject();
        writer.WriteString("statusCode", response.StatusCode);
        writer.Optional("responseParameters", response.ResponseParameters);
        writer.Optional("responseModels", response.ResponseModels);
        writer.WriteEndObject();
    }
}
