namespace ControlPlane.Api.OpenApi;

/// <summary>How schemas of models refer to other models: <c>https://apigateway.amazonaws.com/restapis/{id}/models/{name}</c>.</summary>
internal static class ModelReferences
{
    private const string _start = "https://apigateway.amazonaws.com/restapis/";
    private const string _models = "/models/";

    /// <summary>The reference to a model.</summary>
    public static string Of(string apiId, string model) => _start + apiId + _models + model;

    /// <summary>The model that a reference names, whatever the API, or null when it is no such reference.</summary>
    public static string? NameIn(string reference)
    {
        var at = reference.StartsWith(_start, StringComparison.Ordinal) ? reference.IndexOf(_models, _start.Length, StringComparison.Ordinal) : -1;
        return at < 0 ? null : reference[(at + _models.Length)..];
    }
}
