using ControlPlane.Api.OpenApi.Documents;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>Reads an operation as a method.</summary>
internal sealed class OperationReader(OpenApiSource source, SchemaReader schemas, SecurityReader security, IReadOnlySet<string> validators)
{
    private readonly IntegrationReader _integrations = new(source);
    private readonly string? _defaultValidator = source.Text(source.Root, Extensions.RequestValidator);

    /// <summary>Reads one.</summary>
    /// <param name="path">The resource's path, for messages.</param>
    /// <param name="verb">The verb.</param>
    /// <param name="item">The path item, whose parameters count for all its operations.</param>
    /// <param name="operation">The operation.</param>
    public MethodDefinition Read(string path, string verb, DocumentNode item, DocumentNode operation)
    {
        var callers = security.Read(operation);
        var payloads = new PayloadReader(source, schemas, operation);
        var parameters = new Dictionary<string, bool>(StringComparer.Ordinal);
        var models = new Dictionary<string, string>(StringComparer.Ordinal);
        ReadParameters(item, operation, payloads, parameters, models);
        payloads.ReadRequestBody(models);
        var method = new Method
        {
            HttpMethod = verb,
            AuthorizationType = callers.Type,
            AuthorizationScopes = callers.Scopes,
            ApiKeyRequired = callers.ApiKeyRequired,
            OperationName = source.Text(operation, "operationId"),
            RequestParameters = parameters,
            RequestModels = models,
            MethodResponses = payloads.ReadResponses(path, verb),
        };
        if (source.Object(operation, Extensions.Integration) is { } integration)
        {
            method = method with { MethodIntegration = _integrations.Read(path, method, integration) };
        }

        return new MethodDefinition(method, callers.Authorizer, Validator(operation));
    }

    private string? Validator(DocumentNode operation)
    {
        var name = source.Text(operation, Extensions.RequestValidator) ?? _defaultValidator;
        if (name is null || validators.Contains(name))
        {
            return name;
        }

        source.Problems.Error(operation, $"Request validator '{name}' is not defined in {Extensions.RequestValidators}");
        return null;
    }

    private void ReadParameters(DocumentNode item, DocumentNode operation, PayloadReader payloads, Dictionary<string, bool> parameters, Dictionary<string, string> models)
    {
        // An operation's parameter stands in for its path's of the same name and place.
        var all = new Dictionary<(string? Name, string? In), DocumentNode>();
        foreach (var owner in new[] { item, operation })
        {
            foreach (var element in source.List(owner, "parameters")?.Elements() ?? [])
            {
                source.Count();
                if (source.Follow(element) is { } parameter)
                {
                    all[(source.Text(parameter, "name"), source.Text(parameter, "in"))] = parameter;
                }
            }
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ((name, place), parameter) in all)
        {
            switch (place)
            {
                case "query" or "header" or "path":
                    ReadParameter(name, place, parameter, names, parameters);
                    break;
                case "body":
                    payloads.ReadBodyParameter(parameter, models);
                    break;
                case "formData" or "cookie":
                    source.Problems.Warn(parameter, $"Parameters in {place} are not supported; '{name}' is ignored");
                    break;
                default:
                    source.Problems.Error(parameter, $"Invalid location '{place}' of parameter '{name}'");
                    break;
            }
        }
    }

    private void ReadParameter(string? name, string place, DocumentNode parameter, HashSet<string> names, Dictionary<string, bool> parameters)
    {
        var key = $"method.request.{(place == "query" ? "querystring" : place)}.{name}";
        if (!MappingExpression.IsMethodRequestParameter(key))
        {
            source.Problems.Error(parameter, MappingExpression.Invalid(key).Message);
        }
        else if (!names.Add(name!))
        {
            source.Problems.Error(parameter, "Parameter names must be unique across querystring, header and path");
        }
        else
        {
            parameters[key] = (source.Boolean(parameter, "required") ?? false) || place == "path";
        }
    }
}
