using System.Text.Json;
using ControlPlane.Domain.Comparing;

namespace ControlPlane.Api.Wire;

/// <summary>How members go onto the wire: unset ones are omitted, times are epoch seconds.</summary>
internal static class JsonWriting
{
    public static void Optional(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public static void Time(this Utf8JsonWriter writer, string name, DateTimeOffset value) => writer.WriteNumber(name, value.ToUnixTimeSeconds());

    /// <summary>A map of texts, omitted while empty.</summary>
    public static void Optional(this Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count > 0)
        {
            writer.Map(name, values);
        }
    }

    public static void Map(this Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> values)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>A map of templates, omitted while empty; null templates are written as null.</summary>
    public static void OptionalTemplates(this Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string?> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>A map of booleans, omitted while empty.</summary>
    public static void Optional(this Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, bool> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WriteBoolean(key, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>A list of texts, omitted while empty.</summary>
    public static void Optional(this Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            writer.List(name, values);
        }
    }

    public static void List(this Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    /// <summary>What differs between two states of a thing.</summary>
    public static void Changes(this Utf8JsonWriter writer, string name, IReadOnlyList<MemberChange> changes)
    {
        writer.WriteStartArray(name);
        foreach (var change in changes)
        {
            writer.WriteStartObject();
            writer.WriteString("path", change.Path);
            writer.Optional("before", change.Before);
            writer.Optional("after", change.After);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A map of objects, omitted while empty.</summary>
    public static void Optional<T>(this Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, T> values, Action<Utf8JsonWriter, T> write)
    {
        if (values.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WritePropertyName(key);
            write(writer, value);
        }

        writer.WriteEndObject();
    }
}
