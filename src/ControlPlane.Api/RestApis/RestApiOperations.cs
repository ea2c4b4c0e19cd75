using ControlPlane.Api.Description;
using ControlPlane.Domain.Apis;

namespace ControlPlane.Api.RestApis;

/// <summary>The operations on APIs.</summary>
internal static class RestApiOperations
{
    private const string _all = "/restapis";
    private const string _one = _all + "/{restapi_id}";

    private static readonly Member _binaryMediaTypes = new("binaryMediaTypes", Shape.Texts, "The media types whose bodies are bytes, not texts.");
    private static readonly Member _version = new("version", Shape.Text, "A version for people.");
    private static readonly Member _compression = new("minimumCompressionSize", Shape.Integer, "From how many bytes on responses are compressed, 0 to 10485760.");
    private static readonly Member _keySource = Members.OneOf<ApiKeySource>("apiKeySource", "Where API keys come from.");
    private static readonly Member _endpoints = new("endpointConfiguration", Members.EndpointConfiguration, "Where the API is served.");
    private static readonly Member _policy = new("policy", Shape.Text, "A resource policy, as JSON.");
    private static readonly Member _disabled = new("disableExecuteApiEndpoint", Shape.Boolean, "True to serve the API by its custom domains alone.");
    private static readonly Member _security = new("securityPolicy", Shape.Text, "The TLS policy.");
    private static readonly Member _access = new("endpointAccessMode", Shape.Text, "BASIC or STRICT.");

    public static StructureShape RestApi { get; } = new(
        "RestApi",
        [
            new("id", Shape.Text, "The API's id."),
            new("name", Shape.Text, "The API's name."),
            Members.Description,
            new("createdDate", Shape.Timestamp, "When it was created."),
            _version,
            _binaryMediaTypes,
            _compression,
            _keySource,
            _endpoints,
            _policy,
            Members.Tags,
            _disabled,
            new("rootResourceId", Shape.Text, "The id of the resource /."),
            _security,
            _access,
            new("apiStatus", Shape.Text, "AVAILABLE."),
        ]);

    public static Operation Create { get; } = new("CreateRestApi", "POST", _all, 201, "Creates an API with the resource / alone, or a copy of another one.")
    {
        Body =
        [
            new Member("name", Shape.Text, "The API's name.").Needed(),
            Members.Description,
            _version,
            new("cloneFrom", Shape.Text, "The id of an API to copy."),
            _binaryMediaTypes,
            _compression,
            _keySource,
            _endpoints,
            _policy,
            Members.Tags,
            _disabled,
            _security,
            _access,
        ],
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

    public static Operation Delete { get; } = new("DeleteRestApi", "DELETE", _one, 202, "Deletes an API with all its resources, deployments and stages.");

    public static IReadOnlyList<Operation> All { get; } = [Create, List, Get, Update, Delete];
}
