using ControlPlane.Api.Description;
using ControlPlane.Domain.Apis;

namespace ControlPlane.Api.RestApis;

/// <summary>The operations on APIs.</summary>
internal static class RestApiOperations
{
    private const string _all = "/restapis";
    private const string _one = _all + "/{restapi_id}";

    private static readonly Member _name = new("name", Shape.Text, "The API's name.");

    private static readonly Member[] _settings =
    [
        Members.Description,
        new("version", Shape.Text, "A version for people."),
        new("binaryMediaTypes", Shape.Texts, "The media types whose bodies are bytes, not texts."),
        new("minimumCompressionSize", Shape.Integer, "From how many bytes on responses are compressed, 0 to 10485760."),
        Members.OneOf<ApiKeySource>("apiKeySource", "Where API keys come from."),
        new("endpointConfiguration", Members.EndpointConfiguration, "Where the API is served."),
        new("policy", Shape.Text, "A resource policy, as JSON."),
        Members.Tags,
        new("disableExecuteApiEndpoint", Shape.Boolean, "True to serve the API by its custom domains alone."),
        new("securityPolicy", Shape.Text, "The TLS policy."),
        new("endpointAccessMode", Shape.Text, "BASIC or STRICT."),
    ];

    public static StructureShape RestApi { get; } = new(
        "RestApi",
        [
            new("id", Shape.Text, "The API's id."),
            _name,
            .. _settings,
            new("createdDate", Shape.Timestamp, "When it was created."),
            new("warnings", Shape.Texts, "What an import left out."),
            new("rootResourceId", Shape.Text, "The id of the resource /."),
            new("apiStatus", Shape.Text, "AVAILABLE."),
        ]);

    public static Operation Create { get; } = new("CreateRestApi", "POST", _all, 201, "Creates an API with the resource / alone, or a copy of another one.")
    {
        Body = [_name.Needed(), .. _settings, new("cloneFrom", Shape.Text, "The id of an API to copy.")],
        Output = RestApi,
        Repeatable = true,
    };

    public static Operation Import { get; } = new("ImportRestApi", "POST", _all, 201, "Creates an API from an OpenAPI document.")
    {
        FixedQuery = "mode=import",
        Query = [Members.FailOnWarnings, new("parameters", Shape.TextMap, "basepath=ignore, prepend or split; ignore=documentation; endpointConfigurationTypes.")],
        Payload = Members.Document.Needed(),
        Output = RestApi,
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetRestApis", "GET", _all, 200, "Lists the APIs.")
    {
        Query = Members.Paging,
        Output = RestApi.Page("RestApis", "items"),
    };

    public static Operation Get { get; } = new("GetRestApi", "GET", _one, 200, "Shows an API.") { Output = RestApi };

    public static Operation Update { get; } = new("UpdateRestApi", "PATCH", _one, 200, "Changes an API.")
    {
        Body = [Members.PatchOperations],
        Output = RestApi,
    };

    public static Operation Put { get; } = new("PutRestApi", "PUT", _one, 200, "Merges an OpenAPI document into an API, or overwrites the API with it.")
    {
        Query = [Members.PutMode, Members.FailOnWarnings, new("parameters", Shape.TextMap, "basepath=ignore, prepend or split; ignore=documentation.")],
        Payload = Members.Document.Needed(),
        Output = RestApi,
    };

    public static Operation Delete { get; } = new("DeleteRestApi", "DELETE", _one, 202, "Deletes an API with all its resources, deployments and stages.");

    public static IReadOnlyList<Operation> All { get; } = [Create, Import, List, Get, Update, Put, Delete];
}
