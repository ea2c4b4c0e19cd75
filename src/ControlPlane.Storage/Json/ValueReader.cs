using System.Text.Json;

namespace ControlPlane.Storage.Json;

/// <summary>Reads one value: from its first token, where the reader stands, to its last.</summary>
/// <typeparam name="T">What is read.</typeparam>
/// <exception cref="JsonException">The value lacks a member, or has one that cannot be.</exception>
internal delegate T ValueReader<out T>(ref Utf8JsonReader reader);

/// <summary>What the readers of documents are made of.</summary>
internal static class ValueReaders
{
    /// <summary>Makes sure that the reader stands at an object.</summary>
    public static void StartObject(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object is missing.");
        }
    }

    /// <summary>Goes on to the value of the object's next member.</summary>
    /// <returns>The member's name, or null at the object's end.</returns>
    public static string? NextMember(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        var name = reader.GetString();
        reader.Read();
        return name;
    }

    /// <summary>Reads an object, or null.</summary>
    public static T? Optional<T>(this ref Utf8JsonReader reader, ValueReader<T> read)
        where T : class => reader.TokenType == JsonTokenType.Null ? null : read(ref reader);

    /// <summary>Reads an array, or null.</summary>
    public static List<T>? List<T>(this ref Utf8JsonReader reader, ValueReader<T> element)
        where T : class
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("An array is missing.");
        }

        var list = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(element(ref reader));
        }

        return list;
    }

    /// <summary>Reads an object as a map, or null.</summary>
    public static Dictionary<string, T>? Map<T>(this ref Utf8JsonReader reader, ValueReader<T> value)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        reader.StartObject();
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        while (reader.NextMember() is { } key)
        {
            map[key] = value(ref reader);
        }

        return map;
    }

    /// <summary>Reads an array of strings, or null.</summary>
    public static List<string>? Texts(this ref Utf8JsonReader reader) => reader.List(static (ref reader) => reader.GetString()!);

    /// <summary>Reads a map of strings, or null.</summary>
    public static Dictionary<string, string>? TextMap(this ref Utf8JsonReader reader) => reader.Map(static (ref reader) => reader.GetString()!);

    /// <summary>Reads a map of strings that may be null, or null.</summary>
    public static Dictionary<string, string?>? OptionalTextMap(this ref Utf8JsonReader reader) => reader.Map(static (ref reader) => reader.GetString());

    /// <summary>Reads a map of truth values, or null.</summary>
    public static Dictionary<string, bool>? FlagMap(this ref Utf8JsonReader reader) => reader.Map(static (ref reader) => reader.GetBoolean());

    /// <summary>Reads an integer, or null.</summary>
    public static int? OptionalInt(this ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : reader.GetInt32();

    /// <summary>Reads a time, or null.</summary>
    public static DateTimeOffset? OptionalTime(this ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : reader.GetDateTimeOffset();

    /// <summary>What is to be thrown when an object has no such member.</summary>
    public static JsonException Lacks(string member) => new($"The member {member} is missing.");
}
