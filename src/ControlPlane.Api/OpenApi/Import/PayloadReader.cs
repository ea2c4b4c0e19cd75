using ControlPlane.Api.OpenApi.Documents;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>Reads an operation's bodies and responses.</summary>
internal sealed class PayloadReader(OpenApiSource source, SchemaReader schemas, DocumentNode operation)
{
    private const string _json = "application/json";

    /// <summary>Reads the body parameter of Swagger 2.0.</summary>
    public void ReadBodyParameter(DocumentNode parameter, Dictionary<string, string> models)
    {
        if (source.Object(parameter, "schema") is { } schema && schemas.ModelOf(schema) is { } model)
        {
            foreach (var type in MediaTypesOf("consumes"))
            {
                models[type] = model;
            }
        }
    }

    /// <summary>Reads the request body of OpenAPI 3.0.</summary>
    public void ReadRequestBody(Dictionary<string, string> models)
    {
        if (!source.IsSwagger && operation.Find("requestBody") is { } node && source.Follow(node) is { } body)
        {
            ReadContent(body, models);
        }
    }

    /// <summary>Reads the responses.</summary>
    /// <param name="path">The resource's path, for messages.</param>
    /// <param name="verb">The verb, for messages.</param>
    public IReadOnlyDictionary<string, MethodResponse> ReadResponses(string path, string verb)
    {
        var responses = new Dictionary<string, MethodResponse>(StringComparer.Ordinal);
        foreach (var member in source.Object(operation, "responses")?.Members() ?? [])
        {
            if (member.Name is not [>= '1' and <= '5', >= '0' and <= '9', >= '0' and <= '9'])
            {
                if (!member.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
                {
                    source.Problems.Warn(member, $"Ignoring response '{member.Name}' of '{verb}' for resource at path '{path}': a response needs a status code");
                }

                continue;
            }

            if (source.Follow(member) is { } response)
            {
                responses[member.Name] = ReadResponse(member.Name, response);
            }
        }

        return responses;
    }

    private MethodResponse ReadResponse(string statusCode, DocumentNode response)
    {
        var headers = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var member in source.Object(response, "headers")?.Members() ?? [])
        {
            source.Count();
            var key = "method.response.header." + member.Name;
            if (!MappingExpression.IsMethodResponseHeader(key))
            {
                source.Problems.Error(member, MappingExpression.Invalid(key).Message);
            }
            else if (source.Follow(member) is { } header)
            {
                headers[key] = !source.IsSwagger && (source.Boolean(header, "required") ?? false);
            }
        }

        var models = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!source.IsSwagger)
        {
            ReadContent(response, models);
        }
        else if (source.Object(response, "schema") is { } schema && schemas.ModelOf(schema) is { } model)
        {
            foreach (var type in MediaTypesOf("produces"))
            {
                models[type] = model;
            }
        }

        return new MethodResponse { StatusCode = statusCode, ResponseParameters = headers, ResponseModels = models };
    }

    private void ReadContent(DocumentNode owner, Dictionary<string, string> models)
    {
        foreach (var type in source.Object(owner, "content")?.Members() ?? [])
        {
            source.Count();
            if (IsMediaType(type, type.Name) && source.Object(type, "schema") is { } schema && schemas.ModelOf(schema) is { } model)
            {
                models[type.Name] = model;
            }
        }
    }

    private List<string> MediaTypesOf(string member)
    {
        var owner = operation.Find(member) is not null ? operation : source.Root;
        var types = (source.Texts(owner, member) ?? []).Where(type => IsMediaType(owner.Find(member)!, type)).ToList();
        return types.Count > 0 ? types : [_json];
    }

    private bool IsMediaType(DocumentNode at, string type) => source.Problems.Check(at, "", () =>
    {
        MediaTypes.Validate(type);
        return type;
    }) is not null;
}
