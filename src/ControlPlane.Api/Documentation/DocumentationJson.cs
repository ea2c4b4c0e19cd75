using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Documentation;

/// <summary>Documentation parts and versions on the wire.</summary>
internal static class DocumentationJson
{
    public static void Write(Utf8JsonWriter writer, DocumentationPart part)
    {
        writer.WriteStartObject();
        writer.WriteString("id", part.Id);
        WriteLocation(writer, part.Location);
        writer.WriteString("properties", part.Properties);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, DocumentationVersion version)
    {
        writer.WriteStartObject();
        writer.WriteString("version", version.Version);
        writer.Time("createdDate", version.CreatedDate);
        writer.Optional("description", version.Description);
        writer.WriteEndObject();
    }

    /// <summary>What an import of parts did.</summary>
    public static void Write(Utf8JsonWriter writer, (IReadOnlyList<string> Ids, IReadOnlyList<string> Warnings) imported)
    {
        writer.WriteStartObject();
        writer.List("ids", imported.Ids);
        writer.Optional("warnings", imported.Warnings);
        writer.WriteEndObject();
    }

    /// <summary>A place that has no part.</summary>
    public static void Write(Utf8JsonWriter writer, DocumentationPartLocation location)
    {
        writer.WriteStartObject();
        WriteLocation(writer, location);
        writer.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter writer, DocumentationPartLocation location)
    {
        writer.WriteStartObject("location");
        writer.WriteString("type", WireNames.Of(location.Type));
        writer.Optional("path", location.Path);
        writer.Optional("method", location.Method);
        writer.Optional("statusCode", location.StatusCode);
        writer.Optional("name", location.Name);
        writer.WriteEndObject();
    }
}
