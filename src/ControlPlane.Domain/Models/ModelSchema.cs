using System.Text.Json;

namespace ControlPlane.Domain.Models;

/// <summary>The syntax of JSON schemas (draft 4), as far as it can be wrong. Keywords that draft 4 does not have say nothing.</summary>
public static class ModelSchema
{
    /// <summary>How deep a schema may be nested.</summary>
    public const int MaxDepth = 64;

    /// <summary>What is wrong with a schema, or null.</summary>
    public static string? FindFault(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return "A schema must be an object";
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (FindFault(keyword.Name, keyword.Value) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>The names of the models that a schema refers to.</summary>
    public static IReadOnlySet<string> References(JsonElement schema)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Collect(schema, names);
        return names;
    }

    private static void Collect(JsonElement value, SortedSet<string> names)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray())
            {
                Collect(element, names);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (member.Name == "$ref" && member.Value.ValueKind == JsonValueKind.String)
                {
                    if (ModelReference.TryParse(member.Value.GetString()!, out var name))
                    {
                        names.Add(name);
                    }
                }
                else if (member.Name is not ("enum" or "default"))
                {
                    Collect(member.Value, names);
                }
            }
        }
    }

    private static string? FindFault(string keyword, JsonElement value) => keyword switch
    {
        "$ref" => Reference(value),
        "type" => Holds(IsType(value), keyword),
        "properties" or "patternProperties" or "definitions" => Schemas(keyword, value),
        "items" => value.ValueKind == JsonValueKind.Array ? Elements(value) : FindFault(value),
        "additionalProperties" or "additionalItems" => IsBoolean(value) ? null : FindFault(value),
        "allOf" or "anyOf" or "oneOf" => IsFilledArray(value) ? Elements(value) : Broken(keyword),
        "not" => FindFault(value),
        "enum" => Holds(IsFilledArray(value), keyword),
        "required" => Holds(IsFilledArray(value) && value.EnumerateArray().All(IsText), keyword),
        "maximum" or "minimum" => Holds(value.ValueKind == JsonValueKind.Number, keyword),
        "multipleOf" => Holds(value.ValueKind == JsonValueKind.Number && !value.GetRawText().StartsWith('-') && value.GetRawText().AsSpan().IndexOfAnyInRange('1', '9') >= 0, keyword),
        "exclusiveMaximum" or "exclusiveMinimum" or "uniqueItems" => Holds(IsBoolean(value), keyword),
        "maxLength" or "minLength" or "maxItems" or "minItems" or "maxProperties" or "minProperties" =>
            Holds(value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0, keyword),
        "pattern" or "format" => Holds(IsText(value), keyword),
        "dependencies" => Dependencies(value),
        _ => null,
    };

    private static string? Reference(JsonElement value) =>
        IsText(value) && value.GetString() is { } text && (text == "#" || text.StartsWith("#/", StringComparison.Ordinal) || ModelReference.TryParse(text, out _))
            ? null
            : "Model reference must be in canonical form";

    private static string? Schemas(string keyword, JsonElement value) => IsObject(value)
        ? value.EnumerateObject().Select(member => FindFault(member.Value)).FirstOrDefault(fault => fault is not null)
        : Broken(keyword);

    private static string? Elements(JsonElement value) => value.EnumerateArray().Select(FindFault).FirstOrDefault(fault => fault is not null);

    private static string? Dependencies(JsonElement value) => IsObject(value)
        ? value.EnumerateObject()
            .Select(member => member.Value.ValueKind == JsonValueKind.Array
                ? Holds(IsFilledArray(member.Value) && member.Value.EnumerateArray().All(IsText), "dependencies")
                : FindFault(member.Value))
            .FirstOrDefault(fault => fault is not null)
        : Broken("dependencies");

    private static bool IsType(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? IsFilledArray(value) && value.EnumerateArray().All(IsTypeName)
        : IsTypeName(value);

    private static bool IsTypeName(JsonElement value) =>
        IsText(value) && value.GetString() is "array" or "boolean" or "integer" or "null" or "number" or "object" or "string";

    private static bool IsObject(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsBoolean(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool IsFilledArray(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0;

    private static string? Holds(bool isRight, string keyword) => isRight ? null : Broken(keyword);

    private static string Broken(string keyword) => $"Invalid value for keyword: {keyword}";
}
