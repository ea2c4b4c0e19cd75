using System.Text.Json.Nodes;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;

namespace ControlPlane.Api.OpenApi.Export;

/// <summary>Writes methods as operations.</summary>
internal sealed class OperationWriter(DeployedApi api, ExportOptions options)
{
    private const string _parameter = "method.request.";
    private const string _header = "method.response.header.";

    private readonly Dictionary<string, string> _validators = api.RequestValidators.ToDictionary(each => each.Id, DocumentExport.NameOf, StringComparer.Ordinal);
    private readonly SecurityWriter _security = new(api, options);

    /// <summary>A reference to a model.</summary>
    public static string SchemaReference(ExportOptions options, string model) => (options.IsSwagger ? "#/definitions/" : "#/components/schemas/") + model;

    /// <summary>Writes one.</summary>
    public JsonObject Write(Resource resource, Method method)
    {
        var operation = new JsonObject();
        operation.AddOptional("operationId", method.OperationName);
        if (options.IsSwagger)
        {
            AddMediaTypes(operation, method);
        }

        var parameters = Parameters(method);
        if (parameters.Count > 0)
        {
            operation["parameters"] = parameters;
        }

        if (!options.IsSwagger && method.RequestModels.Count > 0)
        {
            operation["requestBody"] = new JsonObject { ["content"] = Content(method.RequestModels), ["required"] = true };
        }

        operation["responses"] = Responses(method);
        if (_security.Demands(method) is { Count: > 0 } demands)
        {
            operation["security"] = demands;
        }

        if (options.WithIntegrations)
        {
            operation.AddOptional(Extensions.RequestValidator, method.RequestValidatorId is { } id ? _validators.GetValueOrDefault(id) : null);
            if (method.MethodIntegration is { } integration)
            {
                operation[Extensions.Integration] = IntegrationWriter.Write(integration, resource.Id);
            }
        }

        return operation;
    }

    // Swagger 2.0 has one schema for all media types of a body: the first one's.
    private static IEnumerable<string> TypesOf(IReadOnlyDictionary<string, string> models) =>
        models.Count == 0 ? [] : models.Where(pair => pair.Value == First(models)).Select(pair => pair.Key);

    private static string First(IReadOnlyDictionary<string, string> models) => models.OrderBy(pair => pair.Key, StringComparer.Ordinal).First().Value;

    private static void AddMediaTypes(JsonObject operation, Method method)
    {
        operation.AddOptional("consumes", [.. TypesOf(method.RequestModels).Order(StringComparer.Ordinal)]);
        operation.AddOptional("produces", [.. method.MethodResponses.Values.SelectMany(response => TypesOf(response.ResponseModels)).Distinct().Order(StringComparer.Ordinal)]);
    }

    private JsonArray Parameters(Method method)
    {
        var parameters = new JsonArray();
        foreach (var (key, required) in method.RequestParameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var name = key.AsSpan(_parameter.Length);
            var dot = name.IndexOf('.');
            var place = name[..dot] is "querystring" ? "query" : name[..dot].ToString();
            var parameter = new JsonObject { ["name"] = name[(dot + 1)..].ToString(), ["in"] = place };

            // OpenAPI knows no optional path parameters.
            if (required || place == "path")
            {
                parameter["required"] = true;
            }

            AddText(parameter);
            parameters.Add((JsonNode)parameter);
        }

        if (options.IsSwagger && method.RequestModels.Count > 0)
        {
            var model = First(method.RequestModels);
            parameters.Add((JsonNode)new JsonObject { ["in"] = "body", ["name"] = model, ["required"] = true, ["schema"] = Reference(model) });
        }

        return parameters;
    }

    private JsonObject Responses(Method method)
    {
        var responses = new JsonObject();
        foreach (var (status, response) in method.MethodResponses.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var json = new JsonObject { ["description"] = $"{status} response" };
            var headers = new JsonObject();
            foreach (var (key, required) in response.ResponseParameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                var header = new JsonObject();
                if (required && !options.IsSwagger)
                {
                    header["required"] = true;
                }

                AddText(header);
                headers[key[_header.Length..]] = header;
            }

            json.AddOptional("headers", headers);
            if (!options.IsSwagger)
            {
                json["content"] = Content(response.ResponseModels);
            }
            else if (response.ResponseModels.Count > 0)
            {
                json["schema"] = Reference(First(response.ResponseModels));
            }

            responses[status] = json;
        }

        return responses;
    }

    private JsonObject Content(IReadOnlyDictionary<string, string> models)
    {
        var content = new JsonObject();
        foreach (var (type, model) in models)
        {
            content[type] = new JsonObject { ["schema"] = Reference(model) };
        }

        return content;
    }

    private JsonObject Reference(string model) => new() { ["$ref"] = SchemaReference(options, model) };

    private void AddText(JsonObject json)
    {
        if (options.IsSwagger)
        {
            json["type"] = "string";
        }
        else
        {
            json["schema"] = new JsonObject { ["type"] = "string" };
        }
    }
}
