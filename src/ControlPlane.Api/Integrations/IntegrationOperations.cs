using ControlPlane.Api.Description;
using ControlPlane.Domain.Integrations;

namespace ControlPlane.Api.Integrations;

/// <summary>The operations on a method's integration and its responses.</summary>
internal static class IntegrationOperations
{
    private const string _integration = "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration";
    private const string _response = _integration + "/responses/{status_code}";

    private static readonly Member _type = Members.OneOf<IntegrationType>("type", "What kind of backend it is.");
    private static readonly Member _httpMethod = new("integrationHttpMethod", Shape.Text, "The verb the backend is called with.") { WireName = "httpMethod" };
    private static readonly Member _handling = Members.OneOf<ContentHandling>("contentHandling", "How bodies are converted between bytes and text.");

    private static readonly Member[] _settings =
    [
        new("uri", Shape.Text, "The backend's address; may hold ${stageVariables.name}."),
        Members.OneOf<ConnectionType>("connectionType", "INTERNET or VPC_LINK."),
        new("connectionId", Shape.Text, "The VPC link."),
        new("credentials", Shape.Text, "The role to call the backend with."),
        new("requestParameters", Shape.TextMap, "Where the backend's parameters come from."),
        new("requestTemplates", Shape.TextMap, "Mapping templates by content type."),
        Members.OneOf<PassthroughBehavior>("passthroughBehavior", "What happens to a body without a template."),
        new("cacheNamespace", Shape.Text, "The group of cached parameters."),
        new("cacheKeyParameters", Shape.Texts, "The parameters that tell cached responses apart."),
        _handling,
        new("timeoutInMillis", Shape.Integer, "How long the backend may take, 50 to 29000 ms."),
        new(
            "tlsConfig",
            new StructureShape("TlsConfig", [new("insecureSkipVerification", Shape.Boolean, "True to trust any certificate of the backend.")]),
            "TLS towards the backend."),
        new("responseTransferMode", Shape.Text, "BUFFERED or STREAM."),
        new("integrationTarget", Shape.Text, "The load balancer behind a VPC link."),
    ];

    private static readonly Member[] _ofResponse =
    [
        new("selectionPattern", Shape.Text, "The regular expression that picks this response."),
        new("responseParameters", Shape.TextMap, "Where the response's headers come from."),
        new("responseTemplates", Shape.TextMap, "Mapping templates by content type."),
        _handling,
    ];

    public static StructureShape IntegrationResponse { get; } = new(
        "IntegrationResponse",
        [new("statusCode", Shape.Text, "The status."), .. _ofResponse]);

    public static StructureShape Integration { get; } = new(
        "Integration",
        [
            _type,
            new("httpMethod", Shape.Text, "The verb the backend is called with."),
            .. _settings,
            new("integrationResponses", new MapShape(IntegrationResponse), "Its responses by status."),
        ]);

    public static Operation Put { get; } = new("PutIntegration", "PUT", _integration, 201, "Sets a method's backend.")
    {
        Body = [_type.Needed(), _httpMethod, .. _settings],
        Output = Integration,
        Repeatable = true,
    };

    public static Operation Get { get; } = new("GetIntegration", "GET", _integration, 200, "Shows a method's backend.") { Output = Integration };

    public static Operation Update { get; } = new("UpdateIntegration", "PATCH", _integration, 200, "Changes a method's backend.")
    {
        Body = [Members.PatchOperations],
        Output = Integration,
    };

    public static Operation Delete { get; } = new("DeleteIntegration", "DELETE", _integration, 204, "Takes a method's backend away.");

    public static Operation PutResponse { get; } = new("PutIntegrationResponse", "PUT", _response, 201, "Creates an integration's response for a status.")
    {
        Body = _ofResponse,
        Output = IntegrationResponse,
        Repeatable = true,
    };

    public static Operation GetResponse { get; } = new("GetIntegrationResponse", "GET", _response, 200, "Shows an integration's response.")
    {
        Output = IntegrationResponse,
    };

    public static Operation UpdateResponse { get; } = new("UpdateIntegrationResponse", "PATCH", _response, 200, "Changes an integration's response.")
    {
        Body = [Members.PatchOperations],
        Output = IntegrationResponse,
    };

    public static Operation DeleteResponse { get; } = new("DeleteIntegrationResponse", "DELETE", _response, 204, "Deletes an integration's response.");

    public static IReadOnlyList<Operation> All { get; } =
        [Put, Get, Update, Delete, PutResponse, GetResponse, UpdateResponse, DeleteResponse];
}
