using ControlPlane.Api.Description;
using ControlPlane.Api.Requests;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Api.Rollouts;

/// <summary>Reads plans. A member that is not known, or has another type, is refused by its name: a limit with a slip in its name would be no limit.</summary>
internal static class RolloutPlanReader
{
    /// <summary>The plan of a request, as it was given.</summary>
    /// <exception cref="ApiException">400 that names the member and the remedy.</exception>
    public static RolloutPlan Read(RequestBody body)
    {
        body.RequireKnown("", RolloutShapes.Plan);
        return new RolloutPlan
        {
            Preset = Typed("preset", "a text", () => body.Text("preset")),
            Steps = List(body, "steps", RolloutShapes.Step.Members, Step),
            Analysis = Object(body, "analysis", RolloutShapes.Analysis.Members) is { } analysis ? Analysis(analysis) : new AnalysisSettings(),
            OnInconclusive = Typed("onInconclusive", "a text", () => body.Member<InconclusivePolicy>("onInconclusive")) ?? InconclusivePolicy.Hold,
            Hooks = List(body, "hooks", RolloutShapes.Hook.Members, Hook),
            Providers = List(body, "providers", RolloutShapes.Provider.Members, Provider),
            Notifications = List(body, "notifications", RolloutShapes.Notification.Members, Notification),
        };
    }

    /// <summary>The aliases that a request names to be shifted; empty when it means the canary.</summary>
    /// <exception cref="ApiException">400 that names the member and the remedy.</exception>
    public static IReadOnlyList<AliasShift> ReadAliases(RequestBody body)
    {
        if (Object(body, "target", RolloutShapes.Target.Members) is not { } target)
        {
            return [];
        }

        var aliases = List(target, "aliases", RolloutShapes.Alias.Members, static (alias, place) => new AliasShift(
            Needed(alias, "functionName", place), Needed(alias, "alias", place), Needed(alias, "fromVersion", place), Needed(alias, "toVersion", place)), "target.");
        return aliases.Count > 0 || Typed("target.kind", "a text", () => target.Member<RolloutTargetKind>("kind")) != RolloutTargetKind.Aliases
            ? aliases
            : throw ApiException.BadRequest("Invalid target.aliases: a target of kind aliases must name at least one");
    }

    private static RolloutStep Step(RequestBody step, string place) => new()
    {
        PercentTraffic = Typed($"{place}.percentTraffic", "a number", () => step.Number("percentTraffic"))
            ?? throw ApiException.BadRequest($"Invalid {place}: percentTraffic is missing. Give the share in percent"),
        DurationSeconds = Typed($"{place}.durationSeconds", "a whole number", () => step.Whole("durationSeconds")) ?? 0,
        WaitForApproval = Typed($"{place}.waitForApproval", "true or false", () => step.Boolean("waitForApproval")) ?? false,
    };

    private static AnalysisSettings Analysis(RequestBody body) => new()
    {
        MinimumRequests = Whole(body, "analysis", "minimumRequests"),
        MaxErrorRate = Number(body, "analysis", "maxErrorRate"),
        MaxErrorRateIncrease = Number(body, "analysis", "maxErrorRateIncrease"),
        MaxRelativeError = Number(body, "analysis", "maxRelativeError"),
        MaxP99Millis = Whole(body, "analysis", "maxP99Millis"),
        FalseAlarmRate = Number(body, "analysis", "falseAlarmRate"),
        Confidence = Number(body, "analysis", "confidence"),
        CountClientErrors = Typed("analysis.countClientErrors", "true or false", () => body.Boolean("countClientErrors")) ?? false,
        CompareLatency = Typed("analysis.compareLatency", "true or false", () => body.Boolean("compareLatency")),
        EvidenceTimeoutSeconds = Whole(body, "analysis", "evidenceTimeoutSeconds") ?? 0,
    };

    private static RolloutHook Hook(RequestBody hook, string place)
    {
        var function = Text(hook, place, "functionName");
        return new RolloutHook
        {
            Name = Needed(hook, "name", place),
            When = hook.Member<HookTime>("when") ?? HookTime.BeforeTraffic,
            Kind = hook.Member<HookKind>("kind") ?? (function is null ? HookKind.Http : HookKind.Lambda),
            FunctionName = function,
            Url = Text(hook, place, "url"),
            TimeoutSeconds = Whole(hook, place, "timeoutSeconds"),
            Retries = Whole(hook, place, "retries") ?? 0,
        };
    }

    private static RolloutProvider Provider(RequestBody provider, string place) => new()
    {
        Name = Needed(provider, "name", place),
        Kind = provider.Member<ProviderKind>("kind") ?? throw ApiException.BadRequest($"Invalid {place}: kind is missing. It must be cloudWatchAlarm, prometheus or http"),
        AlarmName = Text(provider, place, "alarmName"),
        Url = Text(provider, place, "url"),
        Query = Text(provider, place, "query"),
        ValuePath = Text(provider, place, "valuePath"),
        SuccessWhen = Object(provider, "successWhen", RolloutShapes.Condition.Members, $"{place}.") is { } condition
            ? new ProviderCondition(
                condition.RequiredMember<ComparisonOperator>("operator"),
                Number(condition, $"{place}.successWhen", "threshold") ?? throw ApiException.BadRequest($"Invalid {place}.successWhen: threshold is missing"))
            : null,
        IntervalSeconds = Whole(provider, place, "intervalSeconds"),
        TimeoutSeconds = Whole(provider, place, "timeoutSeconds"),
        FailureLimit = Whole(provider, place, "failureLimit") ?? 0,
        ErrorLimit = Whole(provider, place, "errorLimit"),
    };

    private static RolloutNotificationTarget Notification(RequestBody target, string place) => new()
    {
        Kind = target.Member<NotificationKind>("kind") ?? NotificationKind.Webhook,
        Url = Text(target, place, "url"),
        Secret = Text(target, place, "secret"),
        TopicArn = Text(target, place, "topicArn"),
        EventBusName = Text(target, place, "eventBusName"),
    };

    private static IReadOnlyList<T> List<T>(RequestBody body, string member, IReadOnlyList<Member> known, Func<RequestBody, string, T> read, string before = "") =>
        [.. Typed(before + member, "a list of objects", () => body.Objects(member)).Select((element, i) =>
        {
            var place = $"{before}{member}[{i}]";
            element.RequireKnown($"{place}.", known);
            return read(element, place);
        })];

    private static RequestBody? Object(RequestBody body, string member, IReadOnlyList<Member> known, string before = "")
    {
        var found = Typed(before + member, "an object", () => body.Object(member));
        found?.RequireKnown($"{before}{member}.", known);
        return found;
    }

    private static string Needed(RequestBody body, string member, string place) =>
        Text(body, place, member) ?? throw ApiException.BadRequest($"Invalid {place}: {member} is missing. Give it");

    private static string? Text(RequestBody body, string place, string member) => Typed($"{place}.{member}", "a text", () => body.Text(member));

    private static int? Whole(RequestBody body, string place, string member) => Typed($"{place}.{member}", "a whole number", () => body.Whole(member));

    private static double? Number(RequestBody body, string place, string member) => Typed($"{place}.{member}", "a number", () => body.Number(member));

    private static T Typed<T>(string place, string wanted, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ApiException mismatch) when (mismatch.Type == ErrorType.SerializationException)
        {
            throw ApiException.BadRequest($"Invalid {place}: it must be {wanted}");
        }
    }
}
