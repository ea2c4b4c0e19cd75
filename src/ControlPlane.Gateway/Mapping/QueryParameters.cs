using System.Text;

namespace ControlPlane.Gateway.Mapping;

/// <summary>The parameters of a query, decoded, in the order they were sent.</summary>
internal sealed class QueryParameters
{
    private static readonly QueryParameters None = new([]);

    private readonly List<KeyValuePair<string, string>> _items;

    private QueryParameters(List<KeyValuePair<string, string>> items) => _items = items;

    public IReadOnlyList<KeyValuePair<string, string>> Items => _items;

    /// <summary>Splits a query (without question mark) and decodes names and values, plus signs as blanks.</summary>
    public static QueryParameters Parse(string query)
    {
        if (query.Length == 0)
        {
            return None;
        }

        var items = new List<KeyValuePair<string, string>>();
        foreach (var range in query.AsSpan().Split('&'))
        {
            var piece = query.AsSpan(range);
            if (piece.Length == 0)
            {
                continue;
            }

            var equals = piece.IndexOf('=');
            items.Add(equals < 0
                ? new(Decode(piece), "")
                : new(Decode(piece[..equals]), Decode(piece[(equals + 1)..])));
        }

        return new(items);
    }

    /// <summary>The last value of a name, or null.</summary>
    public string? Last(string name)
    {
        for (var i = _items.Count - 1; i >= 0; i--)
        {
            if (_items[i].Key == name)
            {
                return _items[i].Value;
            }
        }

        return null;
    }

    /// <summary>All values of a name joined by commas, or null.</summary>
    public string? Joined(string name)
    {
        var values = _items.Where(item => item.Key == name).Select(item => item.Value).ToArray();
        return values.Length == 0 ? null : string.Join(',', values);
    }

    /// <summary>Appends one parameter to a query under construction, encoded.</summary>
    public static void Append(StringBuilder query, string name, string value)
    {
        if (query.Length > 0)
        {
            query.Append('&');
        }

        query.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
    }

    private static string Decode(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny('%', '+') < 0)
        {
            return text.ToString();
        }

        return Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
    }
}
