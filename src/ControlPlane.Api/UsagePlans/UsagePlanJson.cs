using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.UsagePlans;

/// <summary>A UsagePlan and its UsagePlanKeys on the wire.</summary>
internal static class UsagePlanJson
{
    public static void Write(Utf8JsonWriter writer, UsagePlan plan)
    {
        writer.WriteStartObject();
        writer.WriteString("id", plan.Id);
        writer.WriteString("name", plan.Name);
        writer.Optional("description", plan.Description);
        writer.WriteStartArray("apiStages");
        foreach (var stage in plan.ApiStages)
        {
            writer.WriteStartObject();
            writer.WriteString("apiId", stage.ApiId);
            writer.WriteString("stage", stage.Stage);
            writer.Optional("throttle", stage.Throttle, Write);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (plan.Throttle is { } throttle)
        {
            writer.WritePropertyName("throttle");
            Write(writer, throttle);
        }

        if (plan.Quota is { } quota)
        {
            writer.WriteStartObject("quota");
            writer.WriteNumber("limit", quota.Limit);
            writer.WriteNumber("offset", quota.Offset);
            writer.WriteString("period", WireNames.Of(quota.Period));
            writer.WriteEndObject();
        }

        writer.Optional("productCode", plan.ProductCode);
        writer.Optional("tags", plan.Tags);
        writer.WriteEndObject();
    }

    public static void WriteKey(Utf8JsonWriter writer, ApiKey key)
    {
        writer.WriteStartObject();
        writer.WriteString("id", key.Id);
        writer.WriteString("type", "API_KEY");
        writer.WriteString("value", key.Value);
        writer.Optional("name", key.Name);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ThrottleSettings throttle)
    {
        writer.WriteStartObject();
        if (throttle.BurstLimit is { } burst)
        {
            writer.WriteNumber("burstLimit", burst);
        }

        if (throttle.RateLimit is { } rate)
        {
            writer.WriteNumber("rateLimit", rate);
        }

        writer.WriteEndObject();
    }
}
