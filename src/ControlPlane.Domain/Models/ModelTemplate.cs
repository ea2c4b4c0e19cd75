using System.Text;
using System.Text.Json;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Models;

/// <summary>Writes a mapping template that gives a payload the shape of a model (GetModelTemplate).</summary>
public sealed class ModelTemplate
{
    private const int _maxDepth = 16;

    private static readonly JsonDocumentOptions _reading = new() { MaxDepth = ModelSchema.MaxDepth * 2 };

    private readonly StringBuilder _text = new();
    private readonly JsonElement _root;

    private ModelTemplate(JsonElement root) => _root = root;

    /// <summary>The template of a schema that was made flat.</summary>
    /// <exception cref="ApiException">400: the schema has neither properties nor items.</exception>
    public static string Of(string? flatSchema)
    {
        if (string.IsNullOrWhiteSpace(flatSchema))
        {
            throw ModelRules.Shapeless();
        }

        using var document = JsonDocument.Parse(flatSchema, _reading);
        var template = new ModelTemplate(document.RootElement);
        template._text.Append("#set($inputRoot = $input.path('$'))\n");
        var schema = template.Resolve(document.RootElement, 0);
        if (!IsObject(schema) && !IsArray(schema))
        {
            throw ModelRules.Shapeless();
        }

        template.Write(schema, "$inputRoot", 0);
        return template._text.ToString();
    }

    private static bool IsObject(JsonElement schema) => TypeOf(schema) == "object" || schema.TryGetProperty("properties", out _);

    private static bool IsArray(JsonElement schema) => TypeOf(schema) == "array" || schema.TryGetProperty("items", out _);

    private static string? TypeOf(JsonElement schema) =>
        schema.TryGetProperty("type", out var type) ? type.ValueKind == JsonValueKind.String ? type.GetString() : type[0].GetString() : null;

    private void Write(JsonElement schema, string source, int depth)
    {
        if (IsObject(schema))
        {
            WriteObject(schema, source, depth);
        }
        else if (IsArray(schema))
        {
            WriteArray(schema, source, depth);
        }
        else
        {
            var isBare = TypeOf(schema) is "number" or "integer" or "boolean";
            _text.Append(isBare ? source : $"\"{source}\"");
        }
    }

    private void WriteObject(JsonElement schema, string source, int depth)
    {
        if (depth >= _maxDepth || !schema.TryGetProperty("properties", out var properties) || !properties.EnumerateObject().Any())
        {
            _text.Append("{ }");
            return;
        }

        _text.Append("{\n");
        var separator = "";
        foreach (var property in properties.EnumerateObject())
        {
            _text.Append(separator).Append(' ', (depth + 1) * 2).Append($"\"{JsonEncodedText.Encode(property.Name)}\"").Append(" : ");
            Write(Resolve(property.Value, 0), Member(source, property.Name), depth + 1);
            separator = ",\n";
        }

        _text.Append('\n').Append(' ', depth * 2).Append('}');
    }

    private void WriteArray(JsonElement schema, string source, int depth)
    {
        if (depth >= _maxDepth || !schema.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Object)
        {
            _text.Append("[ ]");
            return;
        }

        // Loops within each other need names of their own.
        var element = $"$elem{(depth == 0 ? "" : depth.ToString(System.Globalization.CultureInfo.InvariantCulture))}";
        _text.Append("[\n").Append("#foreach(").Append(element).Append(" in ").Append(source).Append(")\n").Append(' ', (depth + 1) * 2);
        Write(Resolve(items, 0), element, depth + 1);
        _text.Append("#if($foreach.hasNext),#end\n\n#end\n").Append(' ', depth * 2).Append(']');
    }

    private static string Member(string source, string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
            ? $"{source}.{name}"
            : $"{source}['{name.Replace("'", "", StringComparison.Ordinal)}']";

    private JsonElement Resolve(JsonElement schema, int hops)
    {
        if (hops > _maxDepth || !schema.TryGetProperty("$ref", out var reference) || reference.GetString() is not ['#', .. var pointer])
        {
            return schema;
        }

        var target = _root;
        foreach (var segment in pointer.Split('/').Skip(1))
        {
            var name = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out target))
            {
                return schema;
            }
        }

        return target.ValueKind == JsonValueKind.Object ? Resolve(target, hops + 1) : schema;
    }
}
