using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.OpenApi.Export;

/// <summary>Writes a deployed API as an OpenAPI 3.0.1 or Swagger 2.0 document, in API Gateway's shape (GetExport). No I/O.</summary>
internal sealed class DocumentExport
{
    private readonly DeployedApi _api;
    private readonly ExportOptions _options;

    private DocumentExport(DeployedApi api, ExportOptions options)
    {
        _api = api;
        _options = options;
    }

    /// <summary>Writes the document.</summary>
    /// <exception cref="ApiException">400: a model's schema is not JSON.</exception>
    public static JsonObject Write(DeployedApi api, ExportOptions options) => new DocumentExport(api, options).Write();

    private JsonObject Write()
    {
        var document = new JsonObject { [_options.IsSwagger ? "swagger" : "openapi"] = _options.IsSwagger ? "2.0" : "3.0.1" };
        var info = new JsonObject { ["title"] = _api.Name };
        info.AddOptional("description", _api.Description);
        info["version"] = _api.Version ?? _options.DefaultVersion;
        document["info"] = info;
        AddAddress(document);
        document["paths"] = Paths();
        var schemes = new SecurityWriter(_api, _options).Schemes();
        if (_options.IsSwagger)
        {
            document.AddOptional("securityDefinitions", schemes);
            document.AddOptional("definitions", Schemas());
        }
        else
        {
            var components = new JsonObject();
            components.AddOptional("schemas", Schemas());
            components.AddOptional("securitySchemes", schemes);
            document.AddOptional("components", components);
        }

        if (_options.WithIntegrations)
        {
            AddExtensions(document);
        }

        if (_options.Documentation is { } documentation)
        {
            document[Extensions.Documentation] = Documentation(documentation.Version, documentation.Parts);
        }

        return document;
    }

    private void AddAddress(JsonObject document)
    {
        var endpoint = _api.DisableExecuteApiEndpoint && _options.WithIntegrations ? new JsonObject { ["disableExecuteApiEndpoint"] = true } : null;
        if (_options.IsSwagger)
        {
            document["host"] = _options.Host;
            document["basePath"] = "/" + _options.StageName;
            document["schemes"] = new JsonArray("https");
            if (endpoint is not null)
            {
                document[Extensions.EndpointConfiguration] = endpoint;
            }

            return;
        }

        var server = new JsonObject
        {
            ["url"] = $"https://{_options.Host}/{{basePath}}",
            ["variables"] = new JsonObject { ["basePath"] = new JsonObject { ["default"] = _options.StageName } },
        };
        if (endpoint is not null)
        {
            server[Extensions.EndpointConfiguration] = endpoint;
        }

        document["servers"] = new JsonArray(server);
    }

    private JsonObject Paths()
    {
        var operations = new OperationWriter(_api, _options);
        var parents = _api.Resources.Select(resource => resource.ParentId).ToHashSet();
        var paths = new JsonObject();
        foreach (var resource in _api.Resources)
        {
            // A resource between others comes with them; one that leads nowhere has to be named.
            if (resource.Methods.Count == 0 && (resource.ParentId is null || parents.Contains(resource.Id)))
            {
                continue;
            }

            var item = new JsonObject();
            foreach (var (verb, method) in resource.Methods.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                item[verb == "ANY" ? Extensions.AnyMethod : verb.ToLowerInvariant()] = operations.Write(resource, method);
            }

            paths[resource.Path] = item;
        }

        return paths;
    }

    private JsonObject Schemas()
    {
        var schemas = new JsonObject();
        foreach (var model in _api.Models)
        {
            schemas[model.Name] = Schema(model);
        }

        return schemas;
    }

    private JsonObject Schema(Model model)
    {
        JsonNode? schema;
        try
        {
            schema = JsonNode.Parse(string.IsNullOrWhiteSpace(model.Schema) ? "{}" : model.Schema);
        }
        catch (JsonException)
        {
            schema = null;
        }

        if (schema is not JsonObject map)
        {
            throw ApiException.BadRequest($"Unable to export model '{model.Name}': its schema is not a JSON object");
        }

        Refer(map);
        if (!map.ContainsKey("description"))
        {
            map.AddOptional("description", model.Description);
        }

        return map;
    }

    // References to models become references within the document.
    private void Refer(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                if (map["$ref"] is JsonValue value && value.TryGetValue<string>(out var text) && ModelReferences.NameIn(text) is { } name)
                {
                    map["$ref"] = OperationWriter.SchemaReference(_options, name);
                }

                foreach (var (_, member) in map)
                {
                    Refer(member);
                }

                break;
            case JsonArray list:
                foreach (var element in list)
                {
                    Refer(element);
                }

                break;
            default:
                break;
        }
    }

    private void AddExtensions(JsonObject document)
    {
        if (_api.ApiKeySource != ApiKeySource.Header)
        {
            document[Extensions.ApiKeySource] = WireNames.Of(_api.ApiKeySource);
        }

        document.AddOptional(Extensions.BinaryMediaTypes, _api.BinaryMediaTypes);
        if (_api.MinimumCompressionSize is { } size)
        {
            document[Extensions.MinimumCompressionSize] = size;
        }

        if (_api.Policy is { } policy)
        {
            document[Extensions.Policy] = Policy(policy);
        }

        document.AddOptional(Extensions.RequestValidators, Validators());
        document.AddOptional(Extensions.GatewayResponses, GatewayResponses());
        document[Extensions.ImportExportVersion] = "1.0";
    }

    private static JsonNode? Policy(string policy)
    {
        try
        {
            return JsonNode.Parse(policy) as JsonObject ?? (JsonNode)policy;
        }
        catch (JsonException)
        {
            return policy;
        }
    }

    private JsonObject Validators()
    {
        var validators = new JsonObject();
        foreach (var validator in _api.RequestValidators)
        {
            validators[NameOf(validator)] = new JsonObject
            {
                ["validateRequestParameters"] = validator.ValidateRequestParameters,
                ["validateRequestBody"] = validator.ValidateRequestBody,
            };
        }

        return validators;
    }

    private JsonObject GatewayResponses()
    {
        var responses = new JsonObject();
        foreach (GatewayResponse response in _api.GatewayResponses)
        {
            var json = new JsonObject();
            if (int.TryParse(response.StatusCode, CultureInfo.InvariantCulture, out var status))
            {
                json["statusCode"] = status;
            }

            json.AddOptional("responseParameters", response.ResponseParameters);
            json.AddOptional("responseTemplates", response.ResponseTemplates);
            responses[WireNames.Of(response.ResponseType)] = json;
        }

        return responses;
    }

    private static JsonObject Documentation(DocumentationVersion version, IReadOnlyList<DocumentationPart> parts) => new()
    {
        ["version"] = version.Version,
        ["createdDate"] = version.CreatedDate.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        ["documentationParts"] = new JsonArray([.. parts.Select(Part)]),
    };

    private static JsonObject Part(DocumentationPart part)
    {
        var location = new JsonObject { ["type"] = WireNames.Of(part.Location.Type) };
        location.AddOptional("path", part.Location.Path);
        location.AddOptional("method", part.Location.Method);
        location.AddOptional("statusCode", part.Location.StatusCode);
        location.AddOptional("name", part.Location.Name);
        return new JsonObject { ["location"] = location, ["properties"] = JsonNode.Parse(part.Properties) };
    }

    /// <summary>What a validator is called in a document: one without a name by its id.</summary>
    internal static string NameOf(RequestValidator validator) => string.IsNullOrEmpty(validator.Name) ? validator.Id : validator.Name;
}
