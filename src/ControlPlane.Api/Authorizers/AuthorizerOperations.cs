using ControlPlane.Api.Description;
using ControlPlane.Domain.Authorizers;

namespace ControlPlane.Api.Authorizers;

/// <summary>The operations on an API's authorizers.</summary>
internal static class AuthorizerOperations
{
    private const string _all = "/restapis/{restapi_id}/authorizers";
    private const string _one = _all + "/{authorizer_id}";

    private static readonly Member _name = new("name", Shape.Text, "The authorizer's name.");
    private static readonly Member _type = Members.OneOf<AuthorizerType>("type", "What it judges by.");

    private static readonly Member[] _settings =
    [
        new("providerARNs", Shape.Texts, "The user pools of a COGNITO_USER_POOLS authorizer."),
        new("authType", Shape.Text, "A text for exports."),
        new("authorizerUri", Shape.Text, "The function, as the URI of an integration."),
        new("authorizerCredentials", Shape.Text, "The role the function is invoked with."),
        new("identitySource", Shape.Text, "Where a request says who calls: method.request.header.{name} and the like, separated by commas."),
        new("identityValidationExpression", Shape.Text, "A regular expression that a token must match."),
        new("authorizerResultTtlInSeconds", Shape.Integer, "For how long a verdict is kept, 0 to 3600; 300 when absent."),
    ];

    private static readonly StructureShape _authorizer = new("Authorizer", [new("id", Shape.Text, "The authorizer's id."), _name, _type, .. _settings]);

    public static Operation Create { get; } = new("CreateAuthorizer", "POST", _all, 201, "Creates an authorizer.")
    {
        Body = [_name.Needed(), _type.Needed(), .. _settings],
        Output = _authorizer,
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetAuthorizers", "GET", _all, 200, "Lists an API's authorizers.")
    {
        Query = Members.Paging,
        Output = _authorizer.Page("Authorizers", "items"),
    };

    public static Operation Get { get; } = new("GetAuthorizer", "GET", _one, 200, "Shows an authorizer.") { Output = _authorizer };

    public static Operation Update { get; } = new("UpdateAuthorizer", "PATCH", _one, 200, "Changes an authorizer.")
    {
        Body = [Members.PatchOperations],
        Output = _authorizer,
    };

    public static Operation Delete { get; } = new("DeleteAuthorizer", "DELETE", _one, 202, "Deletes an authorizer that no method uses.");

    public static Operation Test { get; } = new("TestInvokeAuthorizer", "POST", _one, 200, "Invokes an authorizer with a request made up for it.")
    {
        Body =
        [
            new("headers", Shape.TextMap, "The request's headers."),
            new("multiValueHeaders", new MapShape(Shape.Texts), "Its headers with several values."),
            new("pathWithQueryString", Shape.Text, "Its path and query."),
            new("body", Shape.Text, "Its body, which authorizers do not see."),
            new("stageVariables", Shape.TextMap, "The stage's variables."),
            new("additionalContext", Shape.TextMap, "Further $context variables; of no effect."),
        ],
        Output = new StructureShape(
            "TestInvokeAuthorizerResponse",
            [
                new("clientStatus", Shape.Integer, "The status a client would get; 0 when it would be let in."),
                new("log", Shape.Text, "What happened."),
                new("latency", Shape.Long, "How long it took, in milliseconds."),
                new("principalId", Shape.Text, "Who calls."),
                new("policy", Shape.Text, "What the function says the caller may do."),
                new("authorization", new MapShape(Shape.Texts), "The context values the function gave."),
                new("claims", Shape.TextMap, "The claims of a token."),
            ]),
    };

    public static IReadOnlyList<Operation> All { get; } = [Create, List, Get, Update, Delete, Test];
}
