using ControlPlane.Api.Description;
using ControlPlane.Api.Stages;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Api.Rollouts;

/// <summary>Our own operations on rollouts. Each has a path of its own, so that policies can tell who may start, approve and end.</summary>
internal static class RolloutOperations
{
    private const string _one = StageOperations.One + "/rollout";
    private const string _policy = StageOperations.One + "/rolloutpolicy";

    private static readonly Member _onDeployment = Members.OneOf<DeploymentDuringRollout>("onDeployment", "What becomes of deployments to the stage while a rollout runs.");
    private static readonly StructureShape _policyShape = new("RolloutPolicy", [_onDeployment]);

    /// <summary>The policy as a stage shows it.</summary>
    public static Member Policy { get; } = new("rolloutPolicy", _policyShape, "What becomes of deployments while a rollout runs; absent while they are refused.");

    public static Operation Put { get; } = new("PutRollout", "PUT", _one, 201, "Starts a rollout of the stage's canary, or of Lambda aliases, by a plan.")
    {
        Headers = [Members.IfMatch],
        Body = RolloutShapes.Plan,
        Output = RolloutShapes.Rollout,
        Repeatable = true,
        IsApiGateways = false,
    };

    public static Operation Get { get; } = new("GetRollout", "GET", _one, 200, "Shows the running rollout, else the last one; with wait as soon as it has ended.")
    {
        Query = [new("wait", Shape.Integer, "For how many seconds its end is waited for, 0 to 300.")],
        Output = RolloutShapes.Rollout,
        IsApiGateways = false,
    };

    public static Operation List { get; } = new("GetRollouts", "GET", StageOperations.One + "/rollouts", 200, "Lists the stage's rollouts, newest first.")
    {
        Query = Members.Paging,
        Output = RolloutShapes.Rollout.Page("Rollouts", "items"),
        IsApiGateways = false,
    };

    public static Operation Delete { get; } = Act("DeleteRollout", "DELETE", "", "Aborts the running rollout.");

    public static Operation Abort { get; } = Act("AbortRollout", "POST", "/abort", "Aborts the running rollout: the old version serves everything.");

    public static Operation Approve { get; } = Act("ApproveRollout", "POST", "/approve", "Lets a held rollout go on.");

    public static Operation Pause { get; } = Act("PauseRollout", "POST", "/pause", "Keeps the running rollout where it is; failures still roll back.");

    public static Operation Resume { get; } = Act("ResumeRollout", "POST", "/resume", "Lets a paused rollout go on.");

    public static Operation PutPolicy { get; } = new("PutRolloutPolicy", "PUT", _policy, 200, "Says what becomes of deployments to the stage while a rollout runs.")
    {
        Headers = [Members.IfMatch],
        Body = [_onDeployment.Needed()],
        Output = _policyShape,
        IsApiGateways = false,
    };

    public static Operation GetPolicy { get; } = new("GetRolloutPolicy", "GET", _policy, 200, "Tells what becomes of deployments to the stage while a rollout runs.")
    {
        Output = _policyShape,
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Put, Get, List, Delete, Abort, Approve, Pause, Resume, PutPolicy, GetPolicy];

    private static Operation Act(string name, string verb, string path, string documentation) => new(name, verb, _one + path, 200, documentation)
    {
        Output = RolloutShapes.Rollout,
        IsApiGateways = false,
    };
}
