using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Models;

namespace ControlPlane.Api.Models;

/// <summary>A Model on the wire.</summary>
internal static class ModelJson
{
    public static void Write(Utf8JsonWriter writer, Model model)
    {
        writer.WriteStartObject();
        writer.WriteString("id", model.Id);
        writer.WriteString("name", model.Name);
        writer.Optional("description", model.Description);
        writer.Optional("schema", model.Schema);
        writer.WriteString("contentType", model.ContentType);
        writer.WriteEndObject();
    }

    public static void WriteTemplate(Utf8JsonWriter writer, string template)
    {
        writer.WriteStartObject();
        writer.WriteString("value", template);
        writer.WriteEndObject();
    }
}
