using ControlPlane.Api.Description;

namespace ControlPlane.Api.Deployments;

/// <summary>The operations on deployments.</summary>
internal static class DeploymentOperations
{
    private const string _all = "/restapis/{restapi_id}/deployments";
    private const string _one = _all + "/{deployment_id}";

    private static readonly StructureShape _methodSnapshot = new(
        "MethodSnapshot",
        [
            new("authorizationType", Shape.Text, "Who may call it."),
            new("apiKeyRequired", Shape.Boolean, "True when callers need an API key."),
        ]);

    private static readonly StructureShape _canary = new(
        "DeploymentCanarySettings",
        [
            new("percentTraffic", Shape.Number, "The canary's share, 0.0 to 100.0."),
            new("stageVariableOverrides", Shape.TextMap, "Variables of the canary alone."),
            new("useStageCache", Shape.Boolean, "True when the canary shares the stage's cache."),
        ]);

    public static StructureShape Deployment { get; } = new(
        "Deployment",
        [
            new("id", Shape.Text, "The deployment's id."),
            Members.Description,
            new("createdDate", Shape.Timestamp, "When it was created."),
            new("createdBy", Shape.Text, "Who created it."),
            new("digest", Shape.Text, "The same for deployments that serve alike: 64 hexadecimal digits."),
            new("identicalTo", Shape.Text, "The deployment that the stage served before, when the new one serves alike."),
            new("warnings", Shape.Texts, "What will not work on the stage it was made for."),
            new("apiSummary", new MapShape(new MapShape(_methodSnapshot)), "Its methods by path and verb, with embed=apisummary."),
        ]);

    public static Operation Create { get; } = new(
        "CreateDeployment",
        "POST",
        _all,
        201,
        "Takes a copy of the API as it is. With a stage name the stage is created or moved to it; with canary settings the stage gets it as its canary.")
    {
        Body =
        [
            new("stageName", Shape.Text, "The stage that serves it."),
            new("stageDescription", Shape.Text, "The description of a new stage."),
            Members.Description,
            new("cacheClusterEnabled", Shape.Boolean, "Whether the stage caches."),
            new("cacheClusterSize", Shape.Text, "The cache's size in GB."),
            new("variables", Shape.TextMap, "Stage variables."),
            new("canarySettings", _canary, "Makes the deployment the stage's canary."),
            new("tracingEnabled", Shape.Boolean, "Whether the stage traces."),
        ],
        Output = Deployment,
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetDeployments", "GET", _all, 200, "Lists an API's deployments.")
    {
        Query = Members.Paging,
        Output = Deployment.Page("Deployments", "items"),
    };

    public static Operation Get { get; } = new("GetDeployment", "GET", _one, 200, "Shows a deployment.")
    {
        Query = [Members.Embed("apisummary")],
        Output = Deployment,
    };

    public static Operation Update { get; } = new("UpdateDeployment", "PATCH", _one, 200, "Changes a deployment's description.")
    {
        Body = [Members.PatchOperations],
        Output = Deployment,
    };

    public static Operation Delete { get; } = new("DeleteDeployment", "DELETE", _one, 202, "Deletes a deployment that no stage serves.");

    public static Operation Diff { get; } = new(
        "GetDeploymentDiff",
        "GET",
        _one + "/diff/{other_deployment_id}",
        200,
        "Tells what differs between two deployments, member by member: methods, integrations, models, authorizers and all the rest that requests are served by.")
    {
        Output = new StructureShape(
            "DeploymentDiff",
            [
                new("from", Shape.Text, "The one deployment."),
                new("to", Shape.Text, "The other."),
                new("identical", Shape.Boolean, "True when they serve alike."),
                new("changes", new ListShape(Members.Change), "What differs, by path; before is the one, after the other. Resources count by path, whatever their ids."),
            ]),
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Create, List, Get, Update, Delete, Diff];
}
