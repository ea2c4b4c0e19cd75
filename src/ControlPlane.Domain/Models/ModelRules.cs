using System.Text.Json;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Integrations;

namespace ControlPlane.Domain.Models;

/// <summary>What models must keep to.</summary>
public static class ModelRules
{
    /// <summary>The most models of an API (API Gateway's default quota).</summary>
    public const int MaxPerApi = 400;

    /// <summary>The largest schema, in characters (API Gateway: model size).</summary>
    public const int MaxSchemaLength = 400 * 1024;

    private static readonly JsonDocumentOptions _reading = new() { MaxDepth = ModelSchema.MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Whether a text may be a model's name: letters and digits.</summary>
    public static bool IsName(string name) => name.Length > 0 && name.All(char.IsAsciiLetterOrDigit);

    /// <summary>The 404 of a model that is not there.</summary>
    public static ApiException Unknown(string name) => ApiException.NotFound($"Invalid model name specified: {name}");

    /// <summary>Checks a model before it is stored, but not whether the models its schema names are there.</summary>
    /// <returns>The model.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static Model Validate(Model model)
    {
        if (model.Name.Length == 0)
        {
            throw ApiException.BadRequest("No model name specified");
        }

        if (!IsName(model.Name))
        {
            throw ApiException.BadRequest($"Model name must be alphanumeric: {model.Name}");
        }

        if (model.ContentType.Length == 0)
        {
            throw ApiException.BadRequest("No content type specified");
        }

        MediaTypes.Validate(model.ContentType);
        Descriptions.Validate(model.Description);
        if (model.Schema is { Length: > MaxSchemaLength })
        {
            throw ApiException.BadRequest($"Model schema is too large. It may have at most {MaxSchemaLength} characters.");
        }

        if (DescribesJson(model))
        {
            ValidateSchema(model.Schema);
        }

        return model;
    }

    /// <summary>Checks that the models which a model's schema names are there.</summary>
    /// <param name="model">The model, checked by <see cref="Validate"/>.</param>
    /// <param name="exists">Whether a model is there.</param>
    /// <exception cref="ApiException">400: one is not.</exception>
    public static void ValidateReferences(Model model, Func<string, bool> exists)
    {
        foreach (var name in References(model))
        {
            if (name != model.Name && !exists(name))
            {
                throw Invalid($"Invalid model identifier specified: {name}");
            }
        }
    }

    /// <summary>The names of the models that a model's schema refers to.</summary>
    public static IReadOnlySet<string> References(Model model)
    {
        if (!DescribesJson(model) || string.IsNullOrWhiteSpace(model.Schema))
        {
            return new HashSet<string>();
        }

        using var document = Parse(model.Schema);
        return ModelSchema.References(document.RootElement);
    }

    /// <summary>Whether a model describes JSON, so that its schema is a JSON schema: other payloads are described as their users like.</summary>
    public static bool DescribesJson(Model model)
    {
        var type = model.ContentType.AsSpan();
        var parameters = type.IndexOf(';');
        type = (parameters < 0 ? type : type[..parameters]).Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    private static void ValidateSchema(string? schema)
    {
        using var document = Parse(schema);
        if (FindFault(document.RootElement) is { } fault)
        {
            throw Invalid(fault);
        }

        if (document.RootElement.GetPropertyCount() == 0)
        {
            throw Shapeless();
        }
    }

    private static JsonDocument Parse(string? schema)
    {
        if (string.IsNullOrWhiteSpace(schema))
        {
            throw Shapeless();
        }

        try
        {
            return JsonDocument.Parse(schema, _reading);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Invalid(null);
        }
    }

    private static string? FindFault(JsonElement schema)
    {
        try
        {
            ModelSchema.References(schema);
            return ModelSchema.FindFault(schema);
        }
        catch (InvalidOperationException)
        {
            // The parser leaves escapes alone until a text is read, and some stand for no Unicode: also where only references are looked for.
            throw Invalid(null);
        }
    }

    /// <summary>The 400 of a schema that says nothing of any shape.</summary>
    internal static ApiException Shapeless() => ApiException.BadRequest("Model schema must have at least 1 property or array items defined");

    private static ApiException Invalid(string? detail) => ApiException.BadRequest(
        $"Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified{(detail is null ? "" : $". {detail}")}]");
}
