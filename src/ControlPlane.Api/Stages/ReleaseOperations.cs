using ControlPlane.Api.Description;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Api.Stages;

/// <summary>Our own operations on what a stage serves, and its history.</summary>
internal static class ReleaseOperations
{
    private static readonly StructureShape _rollout = new(
        "StageEventRollout",
        [
            new("rolloutId", Shape.Text, "The rollout."),
            new("step", Shape.Integer, "Its step, from 0."),
            new("code", Shape.Text, "The code of its reason."),
            new("message", Shape.Text, "Its reason."),
            new("canaryRequests", Shape.Long, "Requests of the canary that the reason rests on."),
            new("canaryErrors", Shape.Long, "Of these failed."),
            new("baseRequests", Shape.Long, "Requests of the base of the same time."),
            new("baseErrors", Shape.Long, "Of these failed."),
        ]);

    public static StructureShape StageEvent { get; } = new(
        "StageEvent",
        [
            new("sequence", Shape.Long, "Its number among the stage's events, from 1."),
            new("time", Shape.Timestamp, "When it happened, with milliseconds."),
            Members.OneOf<StageEventType>("type", "What happened."),
            new("actor", Shape.Text, "Who did it."),
            new("requestId", Shape.Text, "The request that did it."),
            new("deploymentId", Shape.Text, "The deployment it is about."),
            new("tags", Shape.TextMap, "The tags in force after it: the API's, and over them the stage's own."),
            new("rollout", _rollout, "What it was to the rollout that did it, with the numbers; absent when no rollout did."),
            new("changes", new ListShape(Members.Change), "What changed, member by member."),
        ]);

    public static Operation History { get; } = new("GetStageHistory", "GET", StageOperations.One + "/history", 200, "Tells who changed what on a stage, newest first; a deleted stage's too.")
    {
        Query = [.. Members.Paging, new("tag", Shape.Text, "Only events with this tag, as key:value, or key for any value; a page may have fewer events then.")],
        Output = StageEvent.Page("StageHistory", "items"),
        IsApiGateways = false,
    };

    public static Operation RollBack { get; } = new(
        "RollbackStage",
        "POST",
        StageOperations.One + "/rollback",
        200,
        "Ends a running canary; without one, takes the stage back to the release before, or to the given deployment. One atomic change.")
    {
        Headers = [Members.IfMatch],
        Body = [new("deploymentId", Shape.Text, "The deployment to go back to.")],
        Output = StageOperations.Stage,
        Repeatable = true,
        IsApiGateways = false,
    };

    public static Operation Promote { get; } = new(
        "PromoteCanary",
        "POST",
        StageOperations.One + "/canary/promotion",
        200,
        "Moves the canary's deployment and variables to the stage and ends the canary. One atomic change.")
    {
        Headers = [Members.IfMatch],
        Output = StageOperations.Stage,
        Repeatable = true,
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [History, RollBack, Promote];
}
