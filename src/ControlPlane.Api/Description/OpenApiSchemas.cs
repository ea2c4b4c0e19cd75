using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace ControlPlane.Api.Description;

/// <summary>The shapes of the API as schemas of one OpenAPI document: structures stand once among its components.</summary>
internal sealed class OpenApiSchemas(OpenApiDocument document)
{
    private const string _error = "Error";

    /// <summary>Adds what every refusal looks like.</summary>
    public void AddError()
    {
        document.AddComponent<IOpenApiSchema>(_error, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema> { ["message"] = Described(new OpenApiSchema { Type = JsonSchemaType.String }, "What is wrong, in AWS's words.") },
        });
        document.AddComponent<IOpenApiResponse>(_error, new OpenApiResponse
        {
            Description = "The request was refused or failed.",
            Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["x-amzn-ErrorType"] = new OpenApiHeader { Description = "AWS's name of the error.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                ["x-amzn-RequestId"] = new OpenApiHeader { Description = "The id that the log knows the request by.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(_error, document),
                    Example = new JsonObject { ["message"] = "Invalid Stage identifier specified" },
                },
            },
        });
    }

    /// <summary>The answer to a request that is refused.</summary>
    public IOpenApiResponse Error() => new OpenApiResponseReference(_error, document);

    /// <summary>The schema of a shape.</summary>
    public IOpenApiSchema Of(Shape shape) => shape switch
    {
        ScalarShape scalar => Scalar(scalar.Kind),
        ListShape list => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(list.Element) },
        MapShape map => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(map.Value) },
        StructureShape structure => Structure(structure),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "Unknown shape."),
    };

    /// <summary>A parameter of a request.</summary>
    public OpenApiParameter Parameter(Member member, ParameterLocation location) => new()
    {
        Name = member.WireName,
        In = location,
        Required = member.Required || location == ParameterLocation.Path,
        Description = member.Documentation,
        Schema = WithValues(Of(member.Shape), member),
        Example = OpenApiExamples.Of(member),
    };

    private OpenApiSchemaReference Structure(StructureShape structure)
    {
        if (document.Components!.Schemas?.ContainsKey(structure.Name) != true)
        {
            var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema>() };

            // Known before its members are, so that none is added twice.
            document.AddComponent<IOpenApiSchema>(structure.Name, schema);
            foreach (var member in structure.Members.Where(member => member.Location is null))
            {
                schema.Properties[member.WireName] = Described(WithValues(Of(member.Shape), member), member.Documentation);
            }

            schema.Required = structure.Members.Where(member => member.Required).Select(member => member.WireName).ToHashSet();
        }

        return new OpenApiSchemaReference(structure.Name, document);
    }

    private static OpenApiSchema Scalar(ScalarKind kind) => kind switch
    {
        ScalarKind.Text => new OpenApiSchema { Type = JsonSchemaType.String },
        ScalarKind.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        ScalarKind.Integer => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
        ScalarKind.Long => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
        ScalarKind.Number => new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
        ScalarKind.Timestamp => new OpenApiSchema { Type = JsonSchemaType.Number, Format = "epoch-seconds", Description = "Seconds since 1970." },
        ScalarKind.Blob => new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
    };

    private static IOpenApiSchema WithValues(IOpenApiSchema schema, Member member)
    {
        if (member.Values.Count > 0 && schema is OpenApiSchema own)
        {
            own.Enum = [.. member.Values.Select(value => (JsonNode)value)];
        }

        return schema;
    }

    // OpenAPI 3.0 knows nothing beside a reference; the structure's own members say enough then.
    private static IOpenApiSchema Described(IOpenApiSchema schema, string documentation)
    {
        if (schema is OpenApiSchema own)
        {
            own.Description = documentation;
        }

        return schema;
    }
}
