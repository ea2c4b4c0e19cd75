using ControlPlane.Api.Description;

namespace ControlPlane.Api.Deployments;

/// <summary>Our own operations on how long an API's deployments are kept.</summary>
internal static class RetentionOperations
{
    private const string _path = "/restapis/{restapi_id}/deploymentretention";

    private static readonly StructureShape _retention = new(
        "DeploymentRetention",
        [
            new("maximumCount", Shape.Integer, "How many are kept, the newest, 1 to 10000; absent for any number."),
            new("maximumAgeDays", Shape.Integer, "For how many days one is kept, 1 to 36500; absent for ever."),
        ]);

    public static Operation Put { get; } = new(
        "PutDeploymentRetention",
        "PUT",
        _path,
        200,
        "Says which deployments of an API are kept. The others are deleted within minutes; one that a stage serves never is.")
    {
        Body = _retention.Members,
        Output = _retention,
        IsApiGateways = false,
    };

    public static Operation Get { get; } = new("GetDeploymentRetention", "GET", _path, 200, "Shows which deployments of an API are kept; nothing when all are.")
    {
        Output = _retention,
        IsApiGateways = false,
    };

    public static Operation Delete { get; } = new("DeleteDeploymentRetention", "DELETE", _path, 204, "Keeps all deployments of an API from now on.")
    {
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Put, Get, Delete];
}
