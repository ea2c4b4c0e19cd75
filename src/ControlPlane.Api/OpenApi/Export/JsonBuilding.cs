using System.Text.Json.Nodes;

namespace ControlPlane.Api.OpenApi.Export;

/// <summary>How members go into an exported document: unset ones are left out.</summary>
internal static class JsonBuilding
{
    public static void AddOptional(this JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    public static void AddOptional(this JsonObject json, string name, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count > 0)
        {
            json[name] = Map(values);
        }
    }

    /// <summary>Templates; one that is null is written as the empty text it came from.</summary>
    public static void AddTemplates(this JsonObject json, string name, IReadOnlyDictionary<string, string?> values)
    {
        if (values.Count > 0)
        {
            json[name] = Map(values);
        }
    }

    public static void AddOptional(this JsonObject json, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            json[name] = List(values);
        }
    }

    public static void AddOptional(this JsonObject json, string name, JsonObject values)
    {
        if (values.Count > 0)
        {
            json[name] = values;
        }
    }

    public static JsonArray List(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)JsonValue.Create(value))];

    private static JsonObject Map<T>(IEnumerable<KeyValuePair<string, T>> values)
        where T : class?
    {
        var map = new JsonObject();
        foreach (var (key, value) in values)
        {
            map[key] = value as string ?? "";
        }

        return map;
    }
}
