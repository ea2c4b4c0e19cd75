using System.Text.Json;
using ControlPlane.Api.OpenApi.Documents;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>Reads <c>x-amazon-apigateway-documentation</c>.</summary>
internal static class DocumentationReader
{
    /// <summary>Reads the parts.</summary>
    /// <returns>Parts with empty ids, one for a place; null when the document says nothing of documentation.</returns>
    public static IReadOnlyList<DocumentationPart>? Read(OpenApiSource source)
    {
        if (source.Object(source.Root, Extensions.Documentation) is not { } extension)
        {
            return null;
        }

        var parts = new Dictionary<DocumentationPartLocation, DocumentationPart>();
        foreach (var node in source.List(extension, "documentationParts")?.Elements() ?? [])
        {
            if (ReadPart(source, node) is not { } part)
            {
                continue;
            }

            if (!parts.TryAdd(part.Location, part))
            {
                source.Problems.Warn(node, "There are several documentation parts for one location; the last counts");
                parts[part.Location] = part;
            }
        }

        if (parts.Count > DocumentationRules.MaxParts)
        {
            source.Problems.Error(extension, $"There are more than {DocumentationRules.MaxParts} documentation parts");
        }

        return [.. parts.Values];
    }

    private static DocumentationPart? ReadPart(OpenApiSource source, DocumentNode node)
    {
        if (source.Object(node, "location") is not { } place)
        {
            source.Problems.Error(node, "Unable to create documentation part: 'location' is missing");
            return null;
        }

        if (!WireNames.TryParse<DocumentationPartType>(source.Text(place, "type"), out var type))
        {
            source.Problems.Error(place, $"Unable to create documentation part: invalid type '{source.Text(place, "type")}'");
            return null;
        }

        var location = new DocumentationPartLocation
        {
            Type = type,
            Path = source.Text(place, "path"),
            Method = source.Text(place, "method"),
            StatusCode = source.Text(place, "statusCode"),
            Name = source.Text(place, "name"),
        };
        var properties = node.Find("properties") switch
        {
            { Kind: JsonValueKind.String } text => text.Text(),
            { } value => SchemaReader.Compact(value.Value),
            null => null,
        };
        return source.Problems.Check(node, "Unable to create documentation part: ", () => new DocumentationPart
        {
            Id = "",
            Location = DocumentationRules.Normalize(location),
            Properties = DocumentationRules.ValidateProperties(properties),
        });
    }
}
