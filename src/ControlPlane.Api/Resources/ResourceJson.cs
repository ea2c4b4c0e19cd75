using System.Text.Json;
using ControlPlane.Api.Methods;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Resources;

namespace ControlPlane.Api.Resources;

/// <summary>A Resource on the wire.</summary>
internal static class ResourceJson
{
    /// <summary>The resource with its verbs alone.</summary>
    public static void Write(Utf8JsonWriter writer, Resource resource) => Write(writer, resource, embedMethods: false);

    /// <summary>The resource with its whole methods.</summary>
    public static void WriteWithMethods(Utf8JsonWriter writer, Resource resource) => Write(writer, resource, embedMethods: true);

    private static void Write(Utf8JsonWriter writer, Resource resource, bool embedMethods)
    {
        writer.WriteStartObject();
        writer.WriteString("id", resource.Id);
        writer.Optional("parentId", resource.ParentId);
        writer.Optional("pathPart", resource.PathPart);
        writer.WriteString("path", resource.Path);
        if (resource.Methods.Count > 0)
        {
            writer.WriteStartObject("resourceMethods");
            foreach (var (verb, method) in resource.Methods)
            {
                writer.WritePropertyName(verb);
                if (embedMethods)
                {
                    MethodJson.Write(writer, method);
                }
                else
                {
                    writer.WriteStartObject();
                    writer.WriteEndObject();
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
