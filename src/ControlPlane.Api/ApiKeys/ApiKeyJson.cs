using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.ApiKeys;

namespace ControlPlane.Api.ApiKeys;

/// <summary>An ApiKey on the wire, with its value or without.</summary>
internal static class ApiKeyJson
{
    public static void WriteWithValue(Utf8JsonWriter writer, ApiKey key) => Write(writer, key, key.Value);

    public static void WriteWithoutValue(Utf8JsonWriter writer, ApiKey key) => Write(writer, key, null);

    private static void Write(Utf8JsonWriter writer, ApiKey key, string? value)
    {
        writer.WriteStartObject();
        writer.WriteString("id", key.Id);
        writer.Optional("value", value);
        writer.Optional("name", key.Name);
        writer.Optional("customerId", key.CustomerId);
        writer.Optional("description", key.Description);
        writer.WriteBoolean("enabled", key.Enabled);
        writer.Time("createdDate", key.CreatedDate);
        writer.Time("lastUpdatedDate", key.LastUpdatedDate);
        writer.List("stageKeys", key.StageKeys);
        writer.Optional("tags", key.Tags);
        writer.WriteEndObject();
    }
}
