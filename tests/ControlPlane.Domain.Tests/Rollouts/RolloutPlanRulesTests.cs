using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Domain.Tests.Rollouts;

public sealed class RolloutPlanRulesTests
{
    private const string _presets =
        "AllAtOnce, Canary10Percent10Minutes, Canary10Percent15Minutes, Canary10Percent30Minutes, Canary10Percent5Minutes, Linear10PercentEvery10Minutes, "
        + "Linear10PercentEvery1Minute, Linear10PercentEvery1Minutes, Linear10PercentEvery2Minutes, Linear10PercentEvery3Minutes";

    [Fact]
    public void Completes_with_defaults()
    {
        var plan = RolloutPlanRules.Complete(new RolloutPlan
        {
            Preset = "Canary10Percent5Minutes",
            Hooks = [new() { Name = "smoke", Kind = HookKind.Http, Url = "https://example.com/smoke" }],
            Providers = [new() { Name = "alarm", AlarmName = "errors" }],
        });

        plan.Steps.ShouldBe([new RolloutStep { PercentTraffic = 10, DurationSeconds = 300 }]);
        plan.OnInconclusive.ShouldBe(InconclusivePolicy.Hold);
        plan.Analysis.ShouldBe(new AnalysisSettings
        {
            MinimumRequests = 50,
            MaxErrorRateIncrease = 0.01,
            MaxRelativeError = 3,
            FalseAlarmRate = 0.01,
            Confidence = 0.95,
            CompareLatency = true,
        });
        plan.Hooks[0].TimeoutSeconds.ShouldBe(30);
        (plan.Providers[0].IntervalSeconds, plan.Providers[0].TimeoutSeconds, plan.Providers[0].ErrorLimit).ShouldBe((30, 10, 4));
    }

    [Fact]
    public void A_completed_plan_stays_as_it_is()
    {
        var plan = RolloutPlanRules.Complete(new RolloutPlan { Preset = "AllAtOnce" });
        var again = RolloutPlanRules.Complete(plan);
        again.Steps.ShouldBe(plan.Steps);
        again.Analysis.ShouldBe(plan.Analysis);
    }

    [Fact]
    public void A_low_limit_lowers_the_default_increase() =>
        RolloutPlanRules.Complete(Plan() with { Analysis = new() { MaxErrorRate = 0.002 } }).Analysis.MaxErrorRateIncrease.ShouldBe(0.002);

    [Fact]
    public void Refuses_no_plan() => Refused(new RolloutPlan(), $"A rollout needs a plan: give steps, or as preset one of [{_presets}]");

    [Fact]
    public void Refuses_an_unknown_preset() => Refused(
        new RolloutPlan { Preset = "Canary20Percent" },
        $"Unknown preset: Canary20Percent. preset must be one of [{_presets}], or give steps instead");

    [Fact]
    public void Refuses_a_preset_beside_other_steps() =>
        Refused(Plan((5, 60)) with { Preset = "AllAtOnce" }, "preset and steps contradict each other: leave one of them out");

    [Theory]
    [InlineData(0, "Invalid steps[0].percentTraffic: 0. It must be a number from 0.01 to 100")]
    [InlineData(-1, "Invalid steps[0].percentTraffic: -1. It must be a number from 0.01 to 100")]
    [InlineData(100.5, "Invalid steps[0].percentTraffic: 100.5. It must be a number from 0.01 to 100")]
    [InlineData(double.NaN, "Invalid steps[0].percentTraffic: NaN. It must be a number from 0.01 to 100")]
    public void Refuses_percentages(double percent, string message) => Refused(Plan((percent, 60)), message);

    [Fact]
    public void Refuses_percentages_that_do_not_grow() => Refused(
        Plan((10, 60), (10, 60)),
        "Invalid steps[1].percentTraffic: 10. It must be more than the 10 of the step before; sort the steps or leave this one out");

    [Theory]
    [InlineData(0, "Invalid steps[0].durationSeconds: 0. A step without time has no evidence and cannot finish: give it 1 second or more, or waitForApproval")]
    [InlineData(-1, "Invalid steps[0].durationSeconds: -1. It must be a whole number from 1 to 604800")]
    [InlineData(604801, "Invalid steps[0].durationSeconds: 604801. It must be a whole number from 1 to 604800")]
    public void Refuses_durations(int seconds, string message) => Refused(Plan((10, seconds)), message);

    [Fact]
    public void Accepts_a_gate_without_time() =>
        RolloutPlanRules.Complete(new RolloutPlan { Steps = [new() { PercentTraffic = 10, WaitForApproval = true }] }).Steps.Count.ShouldBe(1);

    [Fact]
    public void Refuses_a_plan_longer_than_its_counters_are_kept() => Refused(
        Plan((1, 604800), (2, 604800), (3, 1)), "Invalid steps: their durationSeconds come to 1209601. A plan can take at most 1209600; shorten steps");

    [Fact]
    public void Refuses_too_many_steps() =>
        Refused(Plan([.. Enumerable.Range(1, 51).Select(static i => ((double)i, 60))]), "Too many steps: 51. steps can have at most 50");

    [Fact]
    public void Refuses_contradictory_limits() => Refused(
        Plan() with { Analysis = new() { MaxErrorRate = 0.01, MaxErrorRateIncrease = 0.05 } },
        "analysis.maxErrorRateIncrease (0.05) contradicts analysis.maxErrorRate (0.01): an increase of that much is over the limit. Lower maxErrorRateIncrease or raise maxErrorRate");

    public static TheoryData<AnalysisSettings, string> Settings => new()
    {
        { new() { MinimumRequests = 0 }, "Invalid analysis.minimumRequests: 0. It must be a whole number from 1 to 10000000" },
        { new() { MaxErrorRate = 1 }, "Invalid analysis.maxErrorRate: 1. It must be a number from 0.00001 to 0.99" },
        { new() { MaxErrorRate = double.NaN }, "Invalid analysis.maxErrorRate: NaN. It must be a number from 0.00001 to 0.99" },
        { new() { MaxErrorRateIncrease = 0 }, "Invalid analysis.maxErrorRateIncrease: 0. It must be a number from 0.00001 to 0.99" },
        { new() { MaxRelativeError = 1 }, "Invalid analysis.maxRelativeError: 1. It must be a number from 1.1 to 1000" },
        { new() { FalseAlarmRate = 0.5 }, "Invalid analysis.falseAlarmRate: 0.5. It must be a number from 0.0001 to 0.2" },
        { new() { Confidence = 1 }, "Invalid analysis.confidence: 1. It must be a number from 0.5 to 0.9999" },
        { new() { MaxP99Millis = 60_001 }, "Invalid analysis.maxP99Millis: 60001. It must be a whole number from 1 to 60000, the longest latency that is measured" },
        { new() { EvidenceTimeoutSeconds = -1 }, "Invalid analysis.evidenceTimeoutSeconds: -1. It must be a whole number from 0 to 86400" },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Refuses_settings(AnalysisSettings settings, string message) => Refused(Plan() with { Analysis = settings }, message);

    public static TheoryData<RolloutHook, string> Hooks => new()
    {
        { new() { Name = "a b", FunctionName = "f" }, "Invalid hooks[0].name: a b. It must have 1 to 64 characters of A-Za-z0-9_-" },
        { new() { Name = "a" }, "Invalid hooks[0]: a hook of kind lambda needs a functionName and no url" },
        { new() { Name = "a", Kind = HookKind.Http, Url = "ftp://x" }, "Invalid hooks[0]: a hook of kind http needs as url an absolute http or https address, and no functionName" },
        { new() { Name = "a", FunctionName = "f", TimeoutSeconds = 0 }, "Invalid hooks[0].timeoutSeconds: 0. It must be a whole number from 1 to 900" },
        { new() { Name = "a", FunctionName = "f", Retries = 11 }, "Invalid hooks[0].retries: 11. It must be a whole number from 0 to 10" },
    };

    [Theory]
    [MemberData(nameof(Hooks))]
    public void Refuses_hooks(RolloutHook hook, string message) => Refused(Plan() with { Hooks = [hook] }, message);

    [Fact]
    public void Refuses_hooks_of_one_name() => Refused(
        Plan() with { Hooks = [new() { Name = "a", FunctionName = "f" }, new() { Name = "a", FunctionName = "g" }] },
        "Invalid hooks[1].name: a. Another hook has this name; names must be unique");

    public static TheoryData<RolloutProvider, string> Providers => new()
    {
        { new() { Name = "", AlarmName = "x" }, "Invalid providers[0].name: . It must have 1 to 64 characters of A-Za-z0-9_-" },
        { new() { Name = "a" }, "Invalid providers[0]: a provider of kind cloudWatchAlarm needs an alarmName" },
        { new() { Name = "a", AlarmName = "x", SuccessWhen = new(ComparisonOperator.Less, 1) }, "Invalid providers[0].successWhen: an alarm decides by itself; leave successWhen out" },
        { new() { Name = "a", Kind = ProviderKind.Prometheus, Url = "http://p" }, "Invalid providers[0]: a provider of kind prometheus needs a query" },
        { new() { Name = "a", Kind = ProviderKind.Http, Url = "p" }, "Invalid providers[0].url: p. It must be an absolute http or https address" },
        { new() { Name = "a", Kind = ProviderKind.Http, Url = "http://p" }, "Invalid providers[0].successWhen: say which numbers are a success, as in {\"operator\":\"<=\",\"threshold\":0.05}" },
        { new() { Name = "a", AlarmName = "x", IntervalSeconds = 0 }, "Invalid providers[0].intervalSeconds: 0. It must be a whole number from 1 to 3600" },
    };

    [Theory]
    [MemberData(nameof(Providers))]
    public void Refuses_providers(RolloutProvider provider, string message) => Refused(Plan() with { Providers = [provider] }, message);

    private static RolloutPlan Plan(params (double Percent, int Seconds)[] steps) => new()
    {
        Steps = steps.Length == 0
            ? [new() { PercentTraffic = 10, DurationSeconds = 60 }]
            : [.. steps.Select(static step => new RolloutStep { PercentTraffic = step.Percent, DurationSeconds = step.Seconds })],
    };

    private static void Refused(RolloutPlan plan, string message)
    {
        var refusal = Should.Throw<ApiException>(() => RolloutPlanRules.Complete(plan));
        refusal.Message.ShouldBe(message);
        refusal.Type.ShouldBe(ErrorType.BadRequestException);
    }
}
