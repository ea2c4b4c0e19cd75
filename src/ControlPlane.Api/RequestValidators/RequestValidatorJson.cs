using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.RequestValidators;

namespace ControlPlane.Api.RequestValidators;

/// <summary>A RequestValidator on the wire.</summary>
internal static class RequestValidatorJson
{
    public static void Write(Utf8JsonWriter writer, RequestValidator validator)
    {
        writer.WriteStartObject();
        writer.WriteString("id", validator.Id);
        writer.Optional("name", validator.Name);
        writer.WriteBoolean("validateRequestBody", validator.ValidateRequestBody);
        writer.WriteBoolean("validateRequestParameters", validator.ValidateRequestParameters);
        writer.WriteEndObject();
    }
}
