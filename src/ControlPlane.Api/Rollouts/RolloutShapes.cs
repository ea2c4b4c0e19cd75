using ControlPlane.Api.Description;
using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Api.Rollouts;

/// <summary>What rollouts are made of on the wire.</summary>
internal static class RolloutShapes
{
    private static readonly StructureShape _sample = new(
        "RolloutSample",
        [
            new("requests", Shape.Long, "Requests that were answered."),
            new("errors", Shape.Long, "Of these failed."),
            new("errorRate", Shape.Number, "Their share, 0.0 to 1.0."),
            new("errorRateLow", Shape.Number, "Its lower bound."),
            new("errorRateHigh", Shape.Number, "Its upper bound."),
            new("p99Millis", Shape.Number, "What 99 % of the answers did not exceed, in milliseconds."),
        ]);

    private static readonly StructureShape _reason = new(
        "RolloutReason",
        [
            Members.OneOf<RolloutReasonCode>("code", "For programs."),
            new("message", Shape.Text, "For people."),
            new("canary", _sample, "The new version's requests that it rests on."),
            new("base", _sample, "The old version's requests of the same time."),
            new("evidence", Shape.Number, "The evidence against the new version: 1 is none, 1 / falseAlarmRate decides."),
            new("pValue", Shape.Number, "Upper bound of the probability of such evidence against a version that is not worse."),
            new("limit", Shape.Number, "The limit that was passed."),
            new("seconds", Shape.Number, "For how many seconds the step was watched."),
        ]);

    private static readonly StructureShape _verdict = new(
        "RolloutVerdict",
        [
            new("step", Shape.Integer, "The step, from 0."),
            new("percentTraffic", Shape.Number, "The new version's share in percent."),
            Members.OneOf<VerdictOutcome>("outcome", "The judgement."),
            new("at", Shape.Timestamp, "When it was made."),
            new("reason", _reason, "Why."),
        ]);

    private static readonly StructureShape _hookRun = new(
        "RolloutHookRun",
        [
            new("name", Shape.Text, "The hook."),
            new("step", Shape.Integer, "The step; -1 before traffic, the number of steps before promotion."),
            new("attempt", Shape.Integer, "The attempt that counts, from 1."),
            Members.OneOf<VerdictOutcome>("outcome", "Its verdict."),
            new("message", Shape.Text, "What it said."),
        ]);

    private static readonly StructureShape _providerRecord = new(
        "RolloutProviderRecord",
        [
            new("name", Shape.Text, "The provider."),
            new("measuredAt", Shape.Timestamp, "When it answered last."),
            Members.OneOf<VerdictOutcome>("outcome", "What it said of the new version."),
            new("failuresInARow", Shape.Integer, "Failures since the last other answer."),
            new("errorsInARow", Shape.Integer, "Errors since the last other answer."),
            new("message", Shape.Text, "The value, or what went wrong."),
        ]);

    public static StructureShape Step { get; } = new(
        "RolloutStep",
        [
            new("percentTraffic", Shape.Number, "The new version's share in percent, 0.01 to 100; more than the step before has."),
            new("durationSeconds", Shape.Integer, "The least time it is in force, in seconds."),
            new("waitForApproval", Shape.Boolean, "True for a gate: the step waits for approve."),
        ]);

    public static StructureShape Analysis { get; } = new(
        "RolloutAnalysis",
        [
            new("minimumRequests", Shape.Integer, "Fewest requests of the new version in a step for its success; 50 when absent."),
            new("maxErrorRate", Shape.Number, "Greatest share of its requests that may fail, 0.0 to 1.0; no limit when absent."),
            new("maxErrorRateIncrease", Shape.Number, "By how much that share may be over the old version's; 0.01 when absent."),
            new("maxRelativeError", Shape.Number, "Or how many times the old version's share; the laxer of both counts. 3 when absent."),
            new("maxP99Millis", Shape.Integer, "What 99 % of its answers must not exceed, in milliseconds; no limit when absent."),
            new("falseAlarmRate", Shape.Number, "The greatest probability that a version which is not worse is rolled back; 0.01 when absent."),
            new("confidence", Shape.Number, "How certain a success must be; 0.95 when absent."),
            new("countClientErrors", Shape.Boolean, "True to count answers 400 to 499 as failures, too."),
            new("compareLatency", Shape.Boolean, "False to leave latency out of the comparison."),
            new("evidenceTimeoutSeconds", Shape.Integer, "For how long a step may wait for evidence after its time; 0 when absent."),
        ]);

    public static StructureShape Hook { get; } = new(
        "RolloutHook",
        [
            new("name", Shape.Text, "Its name, unique in the plan."),
            Members.OneOf<HookTime>("when", "When it is asked; beforeTraffic when absent."),
            Members.OneOf<HookKind>("kind", "How; lambda when there is a functionName, else http."),
            new("functionName", Shape.Text, "The function that is invoked."),
            new("url", Shape.Text, "The address that gets a POST."),
            new("timeoutSeconds", Shape.Integer, "For how long an answer is waited for; 30 when absent."),
            new("retries", Shape.Integer, "How often it is asked again after no answer; 0 when absent."),
        ]);

    public static StructureShape Condition { get; } = new(
        "RolloutCondition",
        [
            Members.OneOf<ComparisonOperator>("operator", "How the value is compared."),
            new("threshold", Shape.Number, "With what."),
        ]);

    public static StructureShape Provider { get; } = new(
        "RolloutProvider",
        [
            new("name", Shape.Text, "Its name, unique in the plan."),
            Members.OneOf<ProviderKind>("kind", "What is asked."),
            new("alarmName", Shape.Text, "The CloudWatch alarm."),
            new("url", Shape.Text, "The address of Prometheus, or the address to get."),
            new("query", Shape.Text, "The Prometheus query; its answer is one number."),
            new("valuePath", Shape.Text, "Where the number is in the JSON answer; $.value when absent."),
            new("successWhen", Condition, "Which numbers are a success."),
            new("intervalSeconds", Shape.Integer, "How often it is asked; 30 when absent."),
            new("timeoutSeconds", Shape.Integer, "For how long an answer is waited for; 10 when absent."),
            new("failureLimit", Shape.Integer, "How many failures in a row are borne; 0 when absent."),
            new("errorLimit", Shape.Integer, "How many errors in a row are borne; 4 when absent."),
        ]);

    public static StructureShape Notification { get; } = new(
        "RolloutNotification",
        [
            Members.OneOf<NotificationKind>("kind", "How somebody is told; webhook when absent."),
            new("url", Shape.Text, "The webhook's address."),
            new("secret", Shape.Text, "What the webhook's body is signed with; never shown."),
            new("topicArn", Shape.Text, "The SNS topic."),
            new("eventBusName", Shape.Text, "The EventBridge bus; the default one when absent."),
        ]);

    public static StructureShape Alias { get; } = new(
        "RolloutAlias",
        [
            new("functionName", Shape.Text, "The function's name or ARN."),
            new("alias", Shape.Text, "The alias."),
            new("fromVersion", Shape.Text, "The version it points to now."),
            new("toVersion", Shape.Text, "The version it shall point to."),
        ]);

    public static StructureShape Target { get; } = new(
        "RolloutTarget",
        [
            Members.OneOf<RolloutTargetKind>("kind", "What is shifted; the stage's canary when absent."),
            new("deploymentId", Shape.Text, "The deployment of the stage's canary."),
            new("aliases", new ListShape(Alias), "Lambda aliases that are shifted together in place of the canary."),
        ]);

    /// <summary>The members that a plan is given by and shown as.</summary>
    public static IReadOnlyList<Member> Plan { get; } =
    [
        new("preset", Shape.Text, "Steps by a name of CodeDeploy's."),
        new("steps", new ListShape(Step), "The steps; after the last comes promotion."),
        new("analysis", Analysis, "How the new version is judged."),
        Members.OneOf<InconclusivePolicy>("onInconclusive", "What happens at the end of a step that is neither successful nor failed; hold when absent."),
        new("hooks", new ListShape(Hook), "Who is asked on the way."),
        new("providers", new ListShape(Provider), "Further sources of judgement."),
        new("notifications", new ListShape(Notification), "Who is told what happens."),
        new("target", Target, "What is shifted."),
    ];

    public static StructureShape Rollout { get; } = new(
        "Rollout",
        [
            new("id", Shape.Text, "Its id."),
            Members.OneOf<RolloutState>("state", "How it stands."),
            Members.OneOf<RolloutPhase>("phase", "What is being done."),
            new("step", Shape.Integer, "The step it is at, from 0."),
            new("percentTraffic", Shape.Number, "The new version's share in percent."),
            new("stepSeconds", Shape.Number, "For how many seconds the step's share was seen in force."),
            new("reason", _reason, "Why it stands so."),
            new("verdicts", new ListShape(_verdict), "The judgements of its steps."),
            new("hookRuns", new ListShape(_hookRun), "The hooks that were or are asked."),
            new("providerRecords", new ListShape(_providerRecord), "What providers said last."),
            .. Plan,
            new("startedAt", Shape.Timestamp, "When it was started."),
            new("startedBy", Shape.Text, "Who started it."),
            new("endedAt", Shape.Timestamp, "When it ended; absent while it has not."),
        ]);
}
