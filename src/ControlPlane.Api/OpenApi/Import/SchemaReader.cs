using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ControlPlane.Api.OpenApi.Documents;
using ControlPlane.Domain.Models;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>Reads schemas as models: all that have names, and those without where operations use them.</summary>
internal sealed class SchemaReader(OpenApiSource source, string apiId)
{
    private const string _json = "application/json";

    private static readonly SearchValues<char> _name = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private static readonly JsonWriterOptions _writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = DocumentReader.MaxDepth,
    };

    private readonly Dictionary<string, Model> _models = new(StringComparer.Ordinal);

    // Operations may share a response and so its schema: names by place.
    private readonly Dictionary<string, string> _generated = new(StringComparer.Ordinal);

    /// <summary>The models so far, in the order they were met.</summary>
    public IReadOnlyList<Model> Models => [.. _models.Values];

    /// <summary>JSON without whitespace, its members and its numbers as they are.</summary>
    public static string Compact(JsonElement value) => Write(writer => value.WriteTo(writer));

    /// <summary>Reads the schemas that have names.</summary>
    public void ReadDefinitions()
    {
        var section = source.IsSwagger
            ? source.Object(source.Root, "definitions")
            : source.Object(source.Root, "components") is { } components ? source.Object(components, "schemas") : null;
        foreach (var schema in section?.Members() ?? [])
        {
            if (schema.Name.AsSpan().ContainsAnyExcept(_name) || schema.Name.Length == 0)
            {
                source.Problems.Error(schema, $"Unable to create model for '{schema.Name}': Model name must be alphanumeric: {schema.Name}");
            }
            else if (schema.Kind != JsonValueKind.Object)
            {
                source.Problems.Error(schema, $"Unable to create model for '{schema.Name}': a schema must be an object");
            }
            else
            {
                Add(schema.Name, schema, Rewrite(schema));
            }
        }
    }

    /// <summary>The model of a schema that an operation uses.</summary>
    /// <returns>Its name, or null when there is an error.</returns>
    public string? ModelOf(DocumentNode schema)
    {
        if (schema.Find("$ref") is { } reference)
        {
            if (source.ModelOf(reference.Text()) is { } name)
            {
                return name;
            }

            source.Problems.Error(reference, $"Unable to resolve reference '{reference.Text()}'");
            return null;
        }

        if (schema.Kind != JsonValueKind.Object)
        {
            source.Problems.Error(schema, "A schema must be an object");
            return null;
        }

        if (_generated.TryGetValue(schema.Place, out var known))
        {
            return known;
        }

        // The same schema gets the same name, in this import and the next.
        var text = Rewrite(schema);
        var generated = "MODEL" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];
        Add(generated, schema, text);
        return _generated[schema.Place] = generated;
    }

    private void Add(string name, DocumentNode schema, string text) => _models[name] = new Model
    {
        Id = "",
        Name = name,
        Description = schema.Find("description") is { Kind: JsonValueKind.String } description ? description.Text() : null,
        ContentType = _json,
        Schema = text,
    };

    // The schema as it is, with references as API Gateway's models have them.
    private string Rewrite(DocumentNode schema) => Write(writer => Rewrite(writer, schema));

    private void Rewrite(Utf8JsonWriter writer, DocumentNode node)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in node.Members())
                {
                    writer.WritePropertyName(member.Name);
                    if (member is { Name: "$ref", Kind: JsonValueKind.String })
                    {
                        WriteReference(writer, member);
                    }
                    else
                    {
                        Rewrite(writer, member);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in node.Elements())
                {
                    Rewrite(writer, element);
                }

                writer.WriteEndArray();
                break;
            default:
                node.Value.WriteTo(writer);
                break;
        }
    }

    private void WriteReference(Utf8JsonWriter writer, DocumentNode reference)
    {
        var text = reference.Text()!;
        if (source.ModelOf(text) is { } model)
        {
            writer.WriteStringValue(ModelReferences.Of(apiId, model));
            return;
        }

        // A recursive schema may point at itself, and a draft-4 schema at its own definitions.
        var isModel = text.StartsWith(source.SchemaReference, StringComparison.Ordinal) && !text.AsSpan(source.SchemaReference.Length).Contains('/');
        if (isModel || text.StartsWith("#/components/", StringComparison.Ordinal) || !(text.StartsWith('#') || ModelReferences.NameIn(text) is not null))
        {
            source.Problems.Error(reference, $"Unable to resolve reference '{text}'");
        }

        writer.WriteStringValue(text);
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, _writing))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
