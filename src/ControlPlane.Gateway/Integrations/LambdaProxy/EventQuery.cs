using System.Text.Json;

namespace ControlPlane.Gateway.Integrations.LambdaProxy;

/// <summary>The query maps of a proxy event.</summary>
internal static class EventQuery
{
    /// <summary>Writes <c>queryStringParameters</c> (last values) and <c>multiValueQueryStringParameters</c> (all values), or nulls.</summary>
    public static void Write(IReadOnlyList<KeyValuePair<string, string>> parameters, Utf8JsonWriter writer)
    {
        if (parameters.Count == 0)
        {
            writer.WriteNull("queryStringParameters"u8);
            writer.WriteNull("multiValueQueryStringParameters"u8);
            return;
        }

        // A map, not nested loops: a query may have thousands of parameters.
        var values = new OrderedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            if (!values.TryGetValue(name, out var list))
            {
                values.Add(name, list = []);
            }

            list.Add(value);
        }

        writer.WriteStartObject("queryStringParameters"u8);
        foreach (var (name, list) in values)
        {
            writer.WriteString(name, list[^1]);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("multiValueQueryStringParameters"u8);
        foreach (var (name, list) in values)
        {
            writer.WriteStartArray(name);
            foreach (var value in list)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
