using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace ControlPlane.Api.Description;

/// <summary>
/// The control API as an OpenAPI 3.0 document, with examples. Operations that API Gateway tells apart by their query alone
/// (<c>?mode=import</c>) share one entry there, which names them all in <c>x-controlplane-operations</c>.
/// </summary>
internal static class OpenApiDescription
{
    /// <summary>The extension that lists the operations behind an entry.</summary>
    public const string OperationsExtension = "x-controlplane-operations";

    private const string _signature = "sigv4";
    private const string _json = "application/json";
    private const string _bytes = "application/octet-stream";

    /// <summary>Writes the document as JSON.</summary>
    /// <param name="output">Where to.</param>
    public static Task WriteAsync(Stream output) => Create().SerializeAsJsonAsync(output, OpenApiSpecVersion.OpenApi3_0);

    private static OpenApiDocument Create()
    {
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo
            {
                Title = "ControlPlane",
                Version = ApiDescription.Version,
                Description = "API Gateway's operations on APIs, deployments, stages and canaries, and ControlPlane's own.",
                License = new OpenApiLicense { Name = "Apache-2.0" },
            },
            Components = new OpenApiComponents(),
            Paths = [],
            Tags = new HashSet<OpenApiTag>
            {
                new() { Name = Tag(true), Description = "Operations that API Gateway has as well, with its paths and shapes." },
                new() { Name = Tag(false), Description = "Operations beside API Gateway's." },
            },
        };
        document.AddComponent<IOpenApiSecurityScheme>(_signature, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "Authorization",
            Description = "AWS Signature Version 4, for apigateway or lambda. A host of one machine without access keys asks for none.",
            Extensions = new Dictionary<string, IOpenApiExtension> { ["x-amazon-apigateway-authtype"] = new JsonNodeExtension("awsSigv4") },
        });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(_signature, document)] = [] }];
        var schemas = new OpenApiSchemas(document);
        schemas.AddError();

        // Paths that differ in the names of their labels alone are one: it has the name that most of its operations give.
        var paths = ApiDescription.Operations.Select(PathOf).GroupBy(Signature).ToDictionary(
            same => same.Key, same => same.CountBy(path => path).MaxBy(path => path.Value).Key, StringComparer.Ordinal);
        foreach (var group in ApiDescription.Operations.GroupBy(operation => (Path: paths[Signature(PathOf(operation))], operation.Verb)))
        {
            if (!document.Paths.TryGetValue(group.Key.Path, out var item))
            {
                document.Paths.Add(group.Key.Path, item = new OpenApiPathItem());
            }

            ((OpenApiPathItem)item).AddOperation(HttpMethod.Parse(group.Key.Verb), Describe(group.Key.Path, [.. group], schemas, document));
        }

        return document;
    }

    private static OpenApiOperation Describe(string path, IReadOnlyList<Operation> operations, OpenApiSchemas schemas, OpenApiDocument document)
    {
        var first = operations[0];
        var described = new OpenApiOperation
        {
            OperationId = first.Name,
            Summary = first.Name,
            Description = string.Join("\n\n", operations.Select(operation => operations.Count == 1 ? operation.Documentation : $"{operation.Name}: {operation.Documentation}")),
            Tags = new HashSet<OpenApiTagReference> { new(Tag(first.IsApiGateways), document) },
            Parameters = Parameters(path, operations, schemas),
            RequestBody = Body(operations, schemas),
            Responses = [],
            Extensions = new Dictionary<string, IOpenApiExtension>
            {
                [OperationsExtension] = new JsonNodeExtension(new JsonArray([.. operations.Select(operation => (JsonNode)operation.Name)])),
            },
        };
        foreach (var operation in operations.DistinctBy(operation => operation.Status))
        {
            described.Responses.Add($"{operation.Status}", Success(operation, schemas));
        }

        described.Responses.Add("default", schemas.Error());
        return described;
    }

    private static List<IOpenApiParameter> Parameters(string path, IReadOnlyList<Operation> operations, OpenApiSchemas schemas)
    {
        var parameters = new List<IOpenApiParameter>();
        parameters.AddRange(path.Split('/').Where(IsLabel).Select(label => PathParameters.Find(label.Trim('{', '}'))).Select(member => schemas.Parameter(member, ParameterLocation.Path)));
        parameters.AddRange(operations.SelectMany(operation => operation.Query).DistinctBy(member => member.WireName)
            .Select(member => schemas.Parameter(operations.Count == 1 ? member : member with { Required = false }, ParameterLocation.Query)));
        foreach (var query in operations.Select(QueryOf).OfType<string>().Select(query => query.Split('=', 2)))
        {
            var demanded = new Member(query[0], Shape.Text, $"{query[1]} for the operation that needs it.") { Values = [query[1]], Required = operations.Count == 1 };
            parameters.Add(schemas.Parameter(demanded, ParameterLocation.Query));
        }

        var headers = operations.SelectMany(operation => operation.Repeatable ? operation.Headers.Append(Members.IdempotencyKey) : operation.Headers);

        // OpenAPI says with the media types of answers what Accept may be.
        parameters.AddRange(headers.DistinctBy(member => member.WireName).Where(member => member.WireName != "Accept")
            .Select(member => schemas.Parameter(member, ParameterLocation.Header)));
        return parameters;
    }

    private static OpenApiRequestBody? Body(IReadOnlyList<Operation> operations, OpenApiSchemas schemas)
    {
        var content = new Dictionary<string, IOpenApiMediaType>();
        foreach (var operation in operations)
        {
            if (operation.Payload is { } payload)
            {
                content[_bytes] = new OpenApiMediaType { Schema = schemas.Of(payload.Shape), Example = OpenApiExamples.Of(payload) };
            }
            else if (operation.Body.Count > 0)
            {
                var request = new StructureShape($"{operation.Name}Request", operation.Body);
                content[_json] = new OpenApiMediaType { Schema = schemas.Of(request), Example = OpenApiExamples.Of(request) };
            }
        }

        var required = operations.All(operation => operation.Payload is not null || operation.Body.Any(member => member.Required));
        return content.Count == 0 ? null : new OpenApiRequestBody { Content = content, Required = required };
    }

    private static OpenApiResponse Success(Operation operation, OpenApiSchemas schemas)
    {
        var response = new OpenApiResponse { Description = operation.Output is null ? "Done; there is no body." : operation.Documentation };
        if (operation.Output is { } output)
        {
            var (shape, type) = output.Payload is { } payload ? (payload.Shape, _bytes) : ((Shape)output, _json);
            response.Content = new Dictionary<string, IOpenApiMediaType>
            {
                [type] = new OpenApiMediaType { Schema = schemas.Of(shape), Example = OpenApiExamples.Of(shape, "body") },
            };
        }

        return response;
    }

    private static string Tag(bool isApiGateways) => isApiGateways ? "API Gateway" : "ControlPlane";

    private static string PathOf(Operation operation) => operation.Pattern.Split('?')[0].Replace("{**", "{", StringComparison.Ordinal);

    private static string Signature(string path) => string.Join('/', path.Split('/').Select(segment => IsLabel(segment) ? "{}" : segment));

    private static bool IsLabel(string segment) => segment.StartsWith('{');

    private static string? QueryOf(Operation operation) => operation.FixedQuery ?? (operation.Pattern.Split('?') is [_, var query] ? query : null);
}
