using ControlPlane.Api.OpenApi.Documents;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>Reads what OpenAPI 3.0 and Swagger 2.0 documents say of an API. No I/O.</summary>
internal static class DefinitionReader
{
    /// <summary>Reads a document.</summary>
    /// <param name="bytes">JSON or YAML.</param>
    /// <param name="apiId">The API, which references between its models name.</param>
    /// <param name="options">How it is imported.</param>
    /// <param name="problems">Gets errors and warnings; with errors the definition is not to be used.</param>
    /// <exception cref="ApiException">400: it is no such document at all.</exception>
    public static ApiDefinition Read(ReadOnlyMemory<byte> bytes, string apiId, ImportOptions options, ImportProblems problems)
    {
        var source = Open(bytes, problems);
        var schemas = new SchemaReader(source, apiId);
        schemas.ReadDefinitions();
        var security = new SecurityReader(source);
        security.ReadSchemes();
        var validators = PartsReader.RequestValidators(source);
        var operations = new OperationReader(source, schemas, security, validators.Select(validator => validator.Name!).ToHashSet(StringComparer.Ordinal));
        var paths = new PathsReader(source, operations).Read(BasePath.Read(source, options.BasePath));
        var settings = new SettingsReader(source).Read();
        return settings with
        {
            Paths = paths,
            Models = schemas.Models,
            RequestValidators = validators,
            GatewayResponses = PartsReader.GatewayResponses(source),
            Authorizers = security.Authorizers,
            Documentation = options.IgnoreDocumentation ? null : DocumentationReader.Read(source),
        };
    }

    /// <summary>Opens a document.</summary>
    /// <exception cref="ApiException">400: it is neither JSON nor YAML, or neither OpenAPI 3.0 nor Swagger 2.0.</exception>
    public static OpenApiSource Open(ReadOnlyMemory<byte> bytes, ImportProblems problems)
    {
        DocumentNode root;
        try
        {
            root = DocumentReader.Read(bytes);
        }
        catch (DocumentException exception)
        {
            throw Invalid(exception.Message);
        }

        var swagger = root.Find("swagger")?.Text();
        var openApi = root.Find("openapi")?.Text();
        return (swagger, openApi) switch
        {
            ("2.0" or "2", null) => new OpenApiSource(root, isSwagger: true, problems),
            (null, { } version) when version == "3.0" || version.StartsWith("3.0.", StringComparison.Ordinal) => new OpenApiSource(root, isSwagger: false, problems),
            (null, null) => throw Invalid("The document has neither 'openapi' nor 'swagger'."),
            _ => throw Invalid($"The version {openApi ?? swagger} is not supported. Supported are openapi 3.0.x and swagger 2.0 (at #/{(openApi is null ? "swagger" : "openapi")})"),
        };
    }

    private static ApiException Invalid(string why) => ApiException.BadRequest($"Invalid OpenAPI input. {why}");
}
