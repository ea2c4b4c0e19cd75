using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Rollouts;

/// <summary>A plan on the wire, as it is run: presets expanded, defaults filled in.</summary>
internal static class RolloutPlanJson
{
    /// <summary>The members of a plan and its target.</summary>
    public static void Write(Utf8JsonWriter writer, RolloutPlan plan, RolloutTarget target)
    {
        writer.Optional("preset", plan.Preset);
        RolloutJson.List(writer, "steps", plan.Steps, Write);
        Write(writer, plan.Analysis);
        writer.WriteString("onInconclusive", WireNames.Of(plan.OnInconclusive));
        RolloutJson.List(writer, "hooks", plan.Hooks, Write);
        RolloutJson.List(writer, "providers", plan.Providers, Write);
        RolloutJson.List(writer, "notifications", plan.Notifications, Write);
        writer.WriteStartObject("target");
        writer.WriteString("kind", WireNames.Of(target.Kind));
        writer.Optional("deploymentId", target.DeploymentId);
        if (target.Aliases.Count > 0)
        {
            RolloutJson.List(writer, "aliases", target.Aliases, Write);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RolloutStep step)
    {
        writer.WriteNumber("percentTraffic", step.PercentTraffic);
        writer.WriteNumber("durationSeconds", step.DurationSeconds);
        writer.WriteBoolean("waitForApproval", step.WaitForApproval);
    }

    private static void Write(Utf8JsonWriter writer, AnalysisSettings analysis)
    {
        writer.WriteStartObject("analysis");
        Optional(writer, "minimumRequests", analysis.MinimumRequests);
        Optional(writer, "maxErrorRate", analysis.MaxErrorRate);
        Optional(writer, "maxErrorRateIncrease", analysis.MaxErrorRateIncrease);
        Optional(writer, "maxRelativeError", analysis.MaxRelativeError);
        Optional(writer, "maxP99Millis", analysis.MaxP99Millis);
        Optional(writer, "falseAlarmRate", analysis.FalseAlarmRate);
        Optional(writer, "confidence", analysis.Confidence);
        writer.WriteBoolean("countClientErrors", analysis.CountClientErrors);
        writer.WriteBoolean("compareLatency", analysis.CompareLatency ?? true);
        writer.WriteNumber("evidenceTimeoutSeconds", analysis.EvidenceTimeoutSeconds);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RolloutHook hook)
    {
        writer.WriteString("name", hook.Name);
        writer.WriteString("when", WireNames.Of(hook.When));
        writer.WriteString("kind", WireNames.Of(hook.Kind));
        writer.Optional("functionName", hook.FunctionName);
        writer.Optional("url", hook.Url);
        Optional(writer, "timeoutSeconds", hook.TimeoutSeconds);
        writer.WriteNumber("retries", hook.Retries);
    }

    private static void Write(Utf8JsonWriter writer, RolloutProvider provider)
    {
        writer.WriteString("name", provider.Name);
        writer.WriteString("kind", WireNames.Of(provider.Kind));
        writer.Optional("alarmName", provider.AlarmName);
        writer.Optional("url", provider.Url);
        writer.Optional("query", provider.Query);
        writer.Optional("valuePath", provider.ValuePath);
        if (provider.SuccessWhen is { } condition)
        {
            writer.WriteStartObject("successWhen");
            writer.WriteString("operator", WireNames.Of(condition.Operator));
            writer.WriteNumber("threshold", condition.Threshold);
            writer.WriteEndObject();
        }

        Optional(writer, "intervalSeconds", provider.IntervalSeconds);
        Optional(writer, "timeoutSeconds", provider.TimeoutSeconds);
        writer.WriteNumber("failureLimit", provider.FailureLimit);
        Optional(writer, "errorLimit", provider.ErrorLimit);
    }

    private static void Write(Utf8JsonWriter writer, RolloutNotificationTarget target)
    {
        writer.WriteString("kind", WireNames.Of(target.Kind));
        writer.Optional("url", target.Url);
        writer.Optional("topicArn", target.TopicArn);
        writer.Optional("eventBusName", target.EventBusName);
    }

    private static void Write(Utf8JsonWriter writer, AliasShift alias)
    {
        writer.WriteString("functionName", alias.FunctionName);
        writer.WriteString("alias", alias.Alias);
        writer.WriteString("fromVersion", alias.FromVersion);
        writer.WriteString("toVersion", alias.ToVersion);
    }

    private static void Optional(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
