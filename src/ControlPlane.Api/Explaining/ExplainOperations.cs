using ControlPlane.Api.Description;
using ControlPlane.Api.Stages;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;

namespace ControlPlane.Api.Explaining;

/// <summary>Our own operation that tells what a stage would do with a request.</summary>
internal static class ExplainOperations
{
    private static readonly StructureShape _variable = new(
        "ExplainedVariable",
        [
            new("name", Shape.Text, "The stage variable."),
            new("value", Shape.Text, "Its value; absent when it is not set."),
            new("source", Shape.Text, "Where the value comes from.") { Values = ["stage", "canary"] },
            new("usedIn", Shape.Texts, "The members of the integration that read it, as JSON pointers."),
        ]);

    private static readonly StructureShape _function = new(
        "ExplainedFunction",
        [
            new("arn", Shape.Text, "The function as the integration names it, stage variables resolved."),
            new("qualifier", Shape.Text, "The alias or version; absent for $LATEST."),
            new("version", Shape.Text, "The version that runs."),
            new("additionalVersionWeights", new MapShape(Shape.Number), "The shares of other versions behind the alias, 0.0 to 1.0; the version gets the rest."),
        ]);

    private static readonly StructureShape _integration = new(
        "ExplainedIntegration",
        [
            Members.OneOf<IntegrationType>("type", "The kind of backend."),
            new("httpMethod", Shape.Text, "The verb sent to the backend."),
            new("uri", Shape.Text, "The backend's address as it is stored."),
            new("resolvedUri", Shape.Text, "The address with stage variables resolved."),
            new("credentials", Shape.Text, "The role as it is stored."),
            new("resolvedCredentials", Shape.Text, "The role with stage variables resolved. The gateway calls backends as itself and assumes none."),
            new("timeoutInMillis", Shape.Integer, "Milliseconds the backend may take."),
            new("requestTemplate", Shape.Text, "The media type whose request template is rendered; absent when the body passes as it is."),
            new("function", _function, "The Lambda function behind it."),
        ]);

    private static readonly StructureShape _cache = new(
        "ExplainedCache",
        [
            new("ttlInSeconds", Shape.Integer, "How long a response is kept."),
            new("cacheNamespace", Shape.Text, "What the responses are kept under."),
            new("cacheKeyParameters", Shape.Texts, "What tells them apart."),
            new("useStageCache", Shape.Boolean, "Whether a canary of the same deployment shares them."),
        ]);

    private static readonly StructureShape _method = new(
        "ExplainedMethod",
        [
            new("resourceId", Shape.Text, "The resource's id."),
            new("resourcePath", Shape.Text, "The resource's path."),
            new("httpMethod", Shape.Text, "The method that matched: the verb's own, or ANY."),
            new("pathParameters", Shape.TextMap, "The path parameters' values, as sent."),
            Members.OneOf<AuthorizationType>("authorizationType", "Who may call it."),
            new("apiKeyRequired", Shape.Boolean, "True when callers need an API key."),
            new("integration", _integration, "The backend."),
            new("cache", _cache, "How the stage caches the responses to such requests; absent when it does not."),
            new("variables", new ListShape(_variable), "The stage variables that the integration reads."),
        ]);

    private static readonly StructureShape _variant = new(
        "ExplainedVariant",
        [
            new("name", Shape.Text, "Which side of the stage.") { Values = ["base", "canary"] },
            new("percentTraffic", Shape.Number, "How much of the stage's traffic it serves, 0.0 to 100.0."),
            new("reason", Shape.Text, "Why it is this much."),
            new("deploymentId", Shape.Text, "The deployment it serves."),
            new("method", _method, "Where the request leads; absent when it leads nowhere."),
            new("problems", Shape.Texts, "What stands in the way of a proper answer, and what the answer is instead."),
        ]);

    private static readonly StructureShape _split = new(
        "ExplainedSplit",
        [
            new("variant", Shape.Text, "Which side of the stage serves the request; absent when chance decides for each.") { Values = ["base", "canary"] },
            new("reason", Shape.Text, "Why.") { Values = ["none", "random", "sticky", "missing", "rule", "override"] },
            new("message", Shape.Text, "The same in words."),
            new("place", Shape.Number, "The client's place, 0.0 to 100.0: it is in the canary while this is below the canary's share."),
            new("rule", Shape.Integer, "Which rule of the affinity matches, from 1 on."),
        ]);

    public static Operation Explain { get; } = new(
        "ExplainRequest",
        "POST",
        StageOperations.One + "/explain",
        200,
        "Tells how a stage would route a request and why: variant, resource, resolved variables, alias and its version weights. Nothing is sent anywhere.")
    {
        Body =
        [
            new("httpMethod", Shape.Text, "The request's verb; GET when absent."),
            new("path", Shape.Text, "Its path below the stage; / when absent. A query counts for the rules of the affinity alone."),
            new("headers", Shape.TextMap, "Its headers: Content-Type picks the request template, X-HTTP-Method-Override the verb, and affinity and web ACL may look at any."),
            new("sourceIp", Shape.Text, "The caller's address, for affinity and web ACL; without it the request is in no network."),
        ],
        Output = new StructureShape(
            "Explanation",
            [
                new("httpMethod", Shape.Text, "The verb that counts."),
                new("path", Shape.Text, "The path that is matched."),
                new("split", _split, "Which side serves the request, and why."),
                new("variants", new ListShape(_variant), "The base, and the canary when there is one."),
            ]),
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Explain];
}
