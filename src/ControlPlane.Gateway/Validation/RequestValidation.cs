using System.Text.Json;
using System.Text.RegularExpressions;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Validation.Schemas;

namespace ControlPlane.Gateway.Validation;

/// <summary>What a method's validator demands of a request before its backend is asked: parameters first, then the body.</summary>
internal sealed class RequestValidation
{
    private const string Default = "$default";

    private static readonly JsonElement EmptyObject = JsonDocument.Parse("{}").RootElement.Clone();

    private readonly RequiredParameters? _parameters;
    private readonly Dictionary<string, string>? _models;
    private readonly ModelSchemas _schemas;
    private readonly BinaryMediaTypes _binaryTypes;

    private RequestValidation(RequiredParameters? parameters, Dictionary<string, string>? models, ModelSchemas schemas, BinaryMediaTypes binaryTypes)
    {
        _binaryTypes = binaryTypes;
        _parameters = parameters;
        _models = models;
        _schemas = schemas;
    }

    /// <summary>A method's validation, or null when nothing is demanded.</summary>
    public static RequestValidation? Of(Method method, IReadOnlyList<RequestValidator> validators, ModelSchemas schemas, BinaryMediaTypes binaryTypes)
    {
        if (string.IsNullOrEmpty(method.RequestValidatorId) || Find(validators, method.RequestValidatorId) is not { } validator)
        {
            return null;
        }

        var parameters = validator.ValidateRequestParameters && new RequiredParameters(method) is { IsEmpty: false } required ? required : null;
        var models = validator.ValidateRequestBody && method.RequestModels.Count > 0
            ? new Dictionary<string, string>(method.RequestModels, StringComparer.OrdinalIgnoreCase)
            : null;
        return parameters is null && models is null ? null : new(parameters, models, schemas, binaryTypes);
    }

    /// <summary>Why a request is refused, or null when it is not.</summary>
    /// <exception cref="GatewayFailure">413: the body is too large; 500: the model is no schema.</exception>
    public async ValueTask<GatewayFailure?> CheckAsync(RequestContext request)
    {
        if (_parameters?.FindMissing(request) is { } missing)
        {
            var message = $"Missing required request parameters: [{string.Join(", ", missing)}]";
            return new GatewayFailure(GatewayError.BadRequestParameters(message), message);
        }

        var contentType = request.Exchange.FindHeader("Content-Type");
        if (FindModel(contentType, out var type) is not { } name || _binaryTypes.MatchesContent(contentType))
        {
            return null;
        }

        var model = _schemas.Get(name);
        if (model.Fault is not null)
        {
            throw GatewayFailure.Configuration(model.Fault);
        }

        if (model.Schema is null)
        {
            return null;
        }

        await request.ReadBodyAsync().ConfigureAwait(false);
        return Check(request, model.Schema) is { } complaints
            ? new GatewayFailure(GatewayError.InvalidBody(complaints), $"Request body does not match model schema for content type {type}: {complaints}")
            : null;
    }

    /// <summary>The models that no body can be held to, each with the reason; compiles those that were not needed yet.</summary>
    public IEnumerable<(string Model, string Fault)> FindFaults()
    {
        foreach (var name in (_models?.Values ?? Enumerable.Empty<string>()).Distinct(StringComparer.Ordinal))
        {
            if (_schemas.Get(name).Fault is { } fault)
            {
                yield return (name, fault);
            }
        }
    }

    private static string? Check(RequestContext request, Schema schema)
    {
        var check = new SchemaCheck(request.Body.Length);
        try
        {
            var body = request.Body.Length == 0 ? EmptyObject : request.Json.Root;
            if (body is not { } value)
            {
                return "[the body is not valid JSON]";
            }

            return schema.Accepts(value, check) ? null : check.Complaints;
        }
        catch (SchemaLimitException limit)
        {
            return $"[{limit.Message}]";
        }
        catch (RegexMatchTimeoutException)
        {
            return "[a pattern takes too long to match]";
        }
        catch (GatewayFailure failure)
        {
            // The JSON parser's, or the matches': either way it is the body that cannot be validated.
            return $"[{failure.Message}]";
        }
        catch (InvalidOperationException exception) when (exception.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true)
        {
            // The JSON reader tells only when it comes to such a text.
            return "[the body has text that is no Unicode]";
        }
    }

    private static RequestValidator? Find(IReadOnlyList<RequestValidator> validators, string id)
    {
        foreach (var validator in validators)
        {
            if (validator.Id == id)
            {
                return validator;
            }
        }

        return null;
    }

    private string? FindModel(string? contentType, out string type)
    {
        type = MediaType.OfContent(contentType);
        return _models is null ? null : _models.GetValueOrDefault(type) ?? _models.GetValueOrDefault(Default);
    }
}
