namespace ControlPlane.Domain.Models;

/// <summary>How the schema of a model names another model: <c>https://apigateway.amazonaws.com/restapis/{api}/models/{name}</c>.</summary>
public static class ModelReference
{
    private const string _scheme = "https://apigateway.";
    private const string _apis = "/restapis/";
    private const string _models = "/models/";

    /// <summary>Reads the model's name out of a <c>$ref</c>. The API is not compared: a model names none but its own API's.</summary>
    /// <returns>False when it names no model.</returns>
    public static bool TryParse(string reference, out string model)
    {
        model = "";
        if (!reference.StartsWith(_scheme, StringComparison.Ordinal))
        {
            return false;
        }

        var apis = reference.IndexOf(_apis, StringComparison.Ordinal);
        var models = apis < 0 ? -1 : reference.IndexOf(_models, apis + _apis.Length, StringComparison.Ordinal);
        if (models < 0)
        {
            return false;
        }

        model = reference[(models + _models.Length)..];
        return ModelRules.IsName(model);
    }

    /// <summary>A schema whose references to the models of one API name those of another.</summary>
    /// <param name="schema">The schema, or null.</param>
    /// <param name="fromApi">The API whose model it was.</param>
    /// <param name="toApi">The API whose model it becomes.</param>
    public static string? Move(string? schema, string fromApi, string toApi) =>
        schema?.Replace($"{_apis}{fromApi}{_models}", $"{_apis}{toApi}{_models}", StringComparison.Ordinal);
}
