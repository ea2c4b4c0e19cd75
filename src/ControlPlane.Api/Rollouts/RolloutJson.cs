using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Rollouts;

/// <summary>A rollout on the wire. What secrets there are stay here.</summary>
internal static class RolloutJson
{
    public static void Write(Utf8JsonWriter writer, Rollout rollout)
    {
        writer.WriteStartObject();
        writer.WriteString("id", rollout.Id);
        writer.WriteString("state", WireNames.Of(rollout.State));
        writer.WriteString("phase", WireNames.Of(rollout.Phase));
        writer.WriteNumber("step", rollout.Step);
        writer.WriteNumber("percentTraffic", rollout.PercentTraffic);
        writer.WriteNumber("stepSeconds", Math.Round(rollout.StepSeconds, 1));
        if (rollout.Reason is { } reason)
        {
            Write(writer, reason);
        }

        List(writer, "verdicts", rollout.Verdicts, Write);
        if (rollout.HookRuns.Count > 0)
        {
            List(writer, "hookRuns", rollout.HookRuns, Write);
        }

        if (rollout.ProviderRecords.Count > 0)
        {
            List(writer, "providerRecords", rollout.ProviderRecords, Write);
        }

        RolloutPlanJson.Write(writer, rollout.Plan, rollout.Target);
        writer.WriteNumber("startedAt", rollout.StartedAt.ToUnixTimeMilliseconds() / 1000m);
        writer.WriteString("startedBy", rollout.StartedBy);
        if (rollout.EndedAt is { } end)
        {
            writer.WriteNumber("endedAt", end.ToUnixTimeMilliseconds() / 1000m);
        }

        writer.WriteEndObject();
    }

    /// <summary>A list of objects.</summary>
    public static void List<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> values, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStartObject();
            write(writer, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, RolloutReason reason)
    {
        writer.WriteStartObject("reason");
        writer.WriteString("code", WireNames.Of(reason.Code));
        writer.WriteString("message", reason.Message);
        Write(writer, "canary", reason.Canary);
        Write(writer, "base", reason.Base);
        Optional(writer, "evidence", reason.Evidence);
        Optional(writer, "pValue", reason.PValue);
        Optional(writer, "limit", reason.Limit);
        Optional(writer, "seconds", reason.Seconds);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, VariantSample? sample)
    {
        if (sample is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("requests", sample.Requests);
        writer.WriteNumber("errors", sample.Errors);
        writer.WriteNumber("errorRate", sample.ErrorRate);
        writer.WriteNumber("errorRateLow", sample.ErrorRateLow);
        writer.WriteNumber("errorRateHigh", sample.ErrorRateHigh);
        writer.WriteNumber("p99Millis", sample.P99Millis);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Verdict verdict)
    {
        writer.WriteNumber("step", verdict.Step);
        writer.WriteNumber("percentTraffic", verdict.PercentTraffic);
        writer.WriteString("outcome", WireNames.Of(verdict.Outcome));
        writer.Time("at", verdict.At);
        Write(writer, verdict.Reason);
    }

    private static void Write(Utf8JsonWriter writer, HookRun run)
    {
        writer.WriteString("name", run.Name);
        writer.WriteNumber("step", run.Step);
        writer.WriteNumber("attempt", run.Attempt);
        writer.WriteString("outcome", WireNames.Of(run.Outcome));
        writer.Optional("message", run.Message);
    }

    private static void Write(Utf8JsonWriter writer, ProviderRecord record)
    {
        writer.WriteString("name", record.Name);
        writer.Time("measuredAt", record.MeasuredAt);
        writer.WriteString("outcome", WireNames.Of(record.Outcome));
        writer.WriteNumber("failuresInARow", record.FailuresInARow);
        writer.WriteNumber("errorsInARow", record.ErrorsInARow);
        writer.Optional("message", record.Message);
    }

    private static void Optional(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
