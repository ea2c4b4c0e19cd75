using ControlPlane.Api.Description;
using ControlPlane.Api.Integrations;
using ControlPlane.Domain.Methods;

namespace ControlPlane.Api.Methods;

/// <summary>The operations on a resource's methods and their responses.</summary>
internal static class MethodOperations
{
    private const string _method = "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}";
    private const string _response = _method + "/responses/{status_code}";

    private static readonly Member _authorizationType = Members.OneOf<AuthorizationType>("authorizationType", "Who may call it.");
    private static readonly Member _authorizerId = new("authorizerId", Shape.Text, "The authorizer of a CUSTOM or COGNITO_USER_POOLS method.");
    private static readonly Member _keyRequired = new("apiKeyRequired", Shape.Boolean, "True when callers need an API key.");
    private static readonly Member _operationName = new("operationName", Shape.Text, "A name for generated clients.");
    private static readonly Member _parameters = new("requestParameters", Shape.BooleanMap, "Whether a parameter is required, by method.request.{path|querystring|header}.{name}.");
    private static readonly Member _models = new("requestModels", Shape.TextMap, "Model names by content type.");
    private static readonly Member _validator = new("requestValidatorId", Shape.Text, "The request validator.");
    private static readonly Member _scopes = new("authorizationScopes", Shape.Texts, "The scopes a token must have one of.");

    private static readonly Member[] _ofResponse =
    [
        new("responseParameters", Shape.BooleanMap, "Whether a header is required, by method.response.header.{name}."),
        new("responseModels", Shape.TextMap, "Model names by content type."),
    ];

    public static StructureShape MethodResponse { get; } = new(
        "MethodResponse",
        [new("statusCode", Shape.Text, "The status."), .. _ofResponse]);

    public static StructureShape Method { get; } = new(
        "Method",
        [
            new("httpMethod", Shape.Text, "The verb, or ANY."),
            _authorizationType,
            _authorizerId,
            _keyRequired,
            _validator,
            _operationName,
            _parameters,
            _models,
            new("methodResponses", new MapShape(MethodResponse), "Its responses by status."),
            new("methodIntegration", IntegrationOperations.Integration, "Its backend."),
            _scopes,
        ]);

    public static Operation Put { get; } = new("PutMethod", "PUT", _method, 201, "Creates a method.")
    {
        Body = [_authorizationType.Needed(), _authorizerId, _keyRequired, _operationName, _parameters, _models, _validator, _scopes],
        Output = Method,
        Repeatable = true,
    };

    public static Operation Get { get; } = new("GetMethod", "GET", _method, 200, "Shows a method.") { Output = Method };

    public static Operation Update { get; } = new("UpdateMethod", "PATCH", _method, 200, "Changes a method.")
    {
        Body = [Members.PatchOperations],
        Output = Method,
    };

    public static Operation Delete { get; } = new("DeleteMethod", "DELETE", _method, 204, "Deletes a method.");

    public static Operation Test { get; } = new(
        "TestInvokeMethod", "POST", _method, 200, "Runs a method as it is now, deployed or not, against its real backend. Nobody is refused.")
    {
        Body =
        [
            new("pathWithQueryString", Shape.Text, "The path below the stage, with its query; the resource's own path when absent."),
            new("body", Shape.Text, "The request's body."),
            new("headers", Shape.TextMap, "The request's headers."),
            new("multiValueHeaders", new MapShape(Shape.Texts), "The request's headers that have several values."),
            new("clientCertificateId", Shape.Text, "Accepted, and without effect: backends get no client certificate."),
            new("stageVariables", Shape.TextMap, "Stage variables, as if a stage had them."),
        ],
        Output = new(
            "TestInvokeMethodResponse",
            [
                new("status", Shape.Integer, "The status the client would get."),
                new("body", Shape.Text, "The body; base64 when it is no text."),
                new("headers", Shape.TextMap, "The headers; of several values the last."),
                new("multiValueHeaders", new MapShape(Shape.Texts), "The headers with all their values."),
                new("log", Shape.Text, "The execution log, line by line."),
                new("latency", Shape.Long, "Milliseconds from the request to its response."),
            ]),
    };

    public static Operation PutResponse { get; } = new("PutMethodResponse", "PUT", _response, 201, "Creates a method's response for a status.")
    {
        Body = _ofResponse,
        Output = MethodResponse,
        Repeatable = true,
    };

    public static Operation GetResponse { get; } = new("GetMethodResponse", "GET", _response, 200, "Shows a method's response.") { Output = MethodResponse };

    public static Operation UpdateResponse { get; } = new("UpdateMethodResponse", "PATCH", _response, 201, "Changes a method's response.")
    {
        Body = [Members.PatchOperations],
        Output = MethodResponse,
    };

    public static Operation DeleteResponse { get; } = new("DeleteMethodResponse", "DELETE", _response, 204, "Deletes a method's response.");

    public static IReadOnlyList<Operation> All { get; } =
        [Put, Get, Update, Delete, Test, PutResponse, GetResponse, UpdateResponse, DeleteResponse];
}
