using System.Text.Json;
using System.Text.RegularExpressions;
using ControlPlane.Domain.Models;
using ControlPlane.Gateway.Mapping.Templates.Methods;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary>Compiles the schemas of models, with those they refer to.</summary>
/// <param name="find">Finds the schema of a model by name; null when there is none.</param>
internal sealed class SchemaCompiler(Func<string, string?> find)
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = ModelSchema.MaxDepth };

    private readonly Dictionary<string, JsonElement> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Model, string Pointer), Schema> _known = [];

    /// <summary>Compiles a model's schema.</summary>
    /// <exception cref="SchemaFault">It is no schema, or refers to nothing.</exception>
    public Schema Compile(string model)
    {
        try
        {
            return Resolve(model, "#");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or GatewayFailure)
        {
            throw new SchemaFault($"The schema of model {model} is not valid: {exception.Message}", exception);
        }
    }

    private Schema Resolve(string model, string pointer)
    {
        if (_known.TryGetValue((model, pointer), out var schema))
        {
            return schema;
        }

        _known[(model, pointer)] = schema = new Schema();
        return Fill(schema, model, Locate(model, pointer));
    }

    private JsonElement Locate(string model, string pointer)
    {
        if (!_roots.TryGetValue(model, out var element))
        {
            using var document = JsonDocument.Parse(find(model) ?? throw new SchemaFault($"There is no schema of a model {model}"), Reading);
            _roots[model] = element = document.RootElement.Clone();
        }

        foreach (var segment in pointer.Split('/')[1..])
        {
            var name = Uri.UnescapeDataString(segment).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var isThere = element.ValueKind switch
            {
                JsonValueKind.Object => element.TryGetProperty(name, out element),
                JsonValueKind.Array => TryGetElement(ref element, name),
                _ => false,
            };
            if (!isThere)
            {
                throw new SchemaFault($"The schema of model {model} refers to {pointer}, which is not there");
            }
        }

        return element;
    }

    private static bool TryGetElement(ref JsonElement array, string name)
    {
        if (!int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) || index >= array.GetArrayLength())
        {
            return false;
        }

        array = array[index];
        return true;
    }

    private Schema Compile(string model, JsonElement source) => Fill(new Schema(), model, source);

    private Schema Fill(Schema schema, string model, JsonElement source)
    {
        if (source.ValueKind != JsonValueKind.Object)
        {
            throw new SchemaFault($"The schema of model {model} has {source.ValueKind} where a schema must be");
        }

        if (source.TryGetProperty("$ref", out var reference))
        {
            schema.Complete([new ReferenceKeyword(Follow(model, reference.GetString()!))]);
            return schema;
        }

        var keywords = new List<Keyword>();
        if (source.TryGetProperty("type", out var type))
        {
            keywords.Add(new TypeKeyword(type.ValueKind == JsonValueKind.String ? [type.GetString()!] : Texts(type)));
        }

        if (source.TryGetProperty("enum", out var values))
        {
            keywords.Add(new EnumKeyword(values));
        }

        AddNumbers(source, keywords);
        AddTexts(source, keywords);
        AddArrays(model, source, keywords);
        AddObjects(model, source, keywords);
        AddBranches(model, source, "allOf", BranchKind.All, keywords);
        AddBranches(model, source, "anyOf", BranchKind.Any, keywords);
        AddBranches(model, source, "oneOf", BranchKind.One, keywords);
        if (source.TryGetProperty("not", out var not))
        {
            keywords.Add(new NotKeyword(Compile(model, not)));
        }

        schema.Complete([.. keywords]);
        return schema;
    }

    private Schema Follow(string model, string reference)
    {
        if (reference == "#" || reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return Resolve(model, reference);
        }

        return ModelReference.TryParse(reference, out var other)
            ? Resolve(other, "#")
            : throw new SchemaFault($"The schema of model {model} refers to {reference}, which is no model");
    }

    private static void AddNumbers(JsonElement source, List<Keyword> keywords)
    {
        if (HasAny(source, "minimum", "maximum", "multipleOf"))
        {
            keywords.Add(new NumberKeyword
            {
                Minimum = Find(source, "minimum"),
                Maximum = Find(source, "maximum"),
                MultipleOf = Find(source, "multipleOf"),
                IsMinimumExclusive = Find(source, "exclusiveMinimum")?.ValueKind == JsonValueKind.True,
                IsMaximumExclusive = Find(source, "exclusiveMaximum")?.ValueKind == JsonValueKind.True,
            });
        }
    }

    private static void AddTexts(JsonElement source, List<Keyword> keywords)
    {
        var format = Find(source, "format")?.GetString() is { } name && TextFormats.IsKnown(name) ? name : null;
        if (format is not null || HasAny(source, "minLength", "maxLength", "pattern"))
        {
            var pattern = Find(source, "pattern")?.GetString();
            keywords.Add(new TextKeyword
            {
                MinLength = Count(source, "minLength") ?? 0,
                MaxLength = Count(source, "maxLength") ?? int.MaxValue,
                PatternText = pattern,
                Pattern = pattern is null ? null : Pattern(pattern),
                Format = format,
            });
        }
    }

    private void AddArrays(string model, JsonElement source, List<Keyword> keywords)
    {
        if (HasAny(source, "items", "minItems", "maxItems", "uniqueItems"))
        {
            var items = Find(source, "items");
            var additional = Find(source, "additionalItems");
            keywords.Add(new ArrayKeyword
            {
                Items = items is { ValueKind: JsonValueKind.Object } each ? Compile(model, each) : null,
                Tuple = items is { ValueKind: JsonValueKind.Array } tuple ? Schemas(model, tuple) : null,
                Additional = additional is { ValueKind: JsonValueKind.Object } others ? Compile(model, others) : null,
                AllowsAdditional = additional?.ValueKind != JsonValueKind.False,
                MinItems = Count(source, "minItems") ?? 0,
                MaxItems = Count(source, "maxItems") ?? int.MaxValue,
                IsUnique = Find(source, "uniqueItems")?.ValueKind == JsonValueKind.True,
            });
        }
    }

    private void AddObjects(string model, JsonElement source, List<Keyword> keywords)
    {
        if (HasAny(source, "properties", "patternProperties", "additionalProperties", "required", "minProperties", "maxProperties", "dependencies"))
        {
            var additional = Find(source, "additionalProperties");
            keywords.Add(new ObjectKeyword
            {
                Properties = [.. Members(source, "properties").Select(property => KeyValuePair.Create(property.Key, Compile(model, property.Value)))],
                Patterned = [.. Members(source, "patternProperties").Select(property => KeyValuePair.Create(Pattern(property.Key), Compile(model, property.Value)))],
                Additional = additional is { ValueKind: JsonValueKind.Object } others ? Compile(model, others) : null,
                AllowsAdditional = additional?.ValueKind != JsonValueKind.False,
                Required = Find(source, "required") is { } required ? Texts(required) : [],
                MinProperties = Count(source, "minProperties") ?? 0,
                MaxProperties = Count(source, "maxProperties") ?? int.MaxValue,
                Dependencies =
                [
                    .. Members(source, "dependencies").Select(member => member.Value.ValueKind == JsonValueKind.Array
                        ? new ObjectKeyword.Dependency(member.Key, Texts(member.Value), null)
                        : new ObjectKeyword.Dependency(member.Key, null, Compile(model, member.Value))),
                ],
            });
        }
    }

    private void AddBranches(string model, JsonElement source, string name, BranchKind kind, List<Keyword> keywords)
    {
        if (source.TryGetProperty(name, out var branches))
        {
            keywords.Add(new BranchKeyword(kind, Schemas(model, branches)));
        }
    }

    private Schema[] Schemas(string model, JsonElement sources)
    {
        var schemas = new Schema[sources.GetArrayLength()];
        for (var i = 0; i < schemas.Length; i++)
        {
            schemas[i] = Compile(model, sources[i]);
        }

        return schemas;
    }

    private static Regex Pattern(string pattern) => JavaPattern.Compile(pattern, whole: false, endsAtEnd: true);

    private static bool HasAny(JsonElement source, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (source.TryGetProperty(name, out _))
            {
                return true;
            }
        }

        return false;
    }

    private static JsonElement? Find(JsonElement source, string name) => source.TryGetProperty(name, out var value) ? value : null;

    private static int? Count(JsonElement source, string name) => source.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    private static Dictionary<string, JsonElement> Members(JsonElement source, string name)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (source.TryGetProperty(name, out var value))
        {
            foreach (var member in value.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }
        }

        return members;
    }

    private static string[] Texts(JsonElement values)
    {
        var texts = new string[values.GetArrayLength()];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = values[i].GetString()!;
        }

        return texts;
    }
}
