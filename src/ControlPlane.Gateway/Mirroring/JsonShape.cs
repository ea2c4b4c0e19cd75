using System.Text.Json;

namespace ControlPlane.Gateway.Mirroring;

/// <summary>What kinds of values stand in one place of a document.</summary>
[Flags]
internal enum JsonKinds
{
    None = 0,
    Object = 1,
    Array = 2,
    String = 4,
    Number = 8,
    Boolean = 16,
    Null = 32,
}

/// <summary>The members of a JSON document and their types, without any value: the elements of an array are taken together.</summary>
internal sealed class JsonShape
{
    private const int MaxPlaces = 2000;
    private const int MaxElements = 1000;
    private const int MaxName = 64;
    private const string Element = "/[]";

    private readonly SortedDictionary<string, JsonKinds> _places = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> _ignored;

    private JsonShape(IReadOnlySet<string> ignored) => _ignored = ignored;

    /// <summary>Reads a document's shape.</summary>
    /// <param name="json">The document.</param>
    /// <param name="ignored">Names of members, and paths, that do not count.</param>
    /// <returns>Null when it is no JSON.</returns>
    public static JsonShape? Of(ReadOnlyMemory<byte> json, IReadOnlySet<string> ignored)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var shape = new JsonShape(ignored);
            shape.Add("", document.RootElement);
            return shape;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Where two shapes differ, in words; below a place that differs nothing more is named.</summary>
    public static IEnumerable<string> Differences(JsonShape one, JsonShape other)
    {
        foreach (var (place, kinds) in one._places)
        {
            var others = other._places.GetValueOrDefault(place);
            if (others == JsonKinds.None)
            {
                if (other.HasParentLike(one, place))
                {
                    yield return $"{Named(place)}: only in base";
                }
            }
            else if (kinds != others)
            {
                yield return $"{Named(place)}: {Text(kinds)} in base, {Text(others)} in canary";
            }
        }

        foreach (var place in other._places.Keys)
        {
            if (!one._places.ContainsKey(place) && one.HasParentLike(other, place))
            {
                yield return $"{Named(place)}: only in canary";
            }
        }
    }

    private static string Named(string place) => place.Length == 0 ? "/" : place;

    private static string Text(JsonKinds kinds) => kinds.ToString().ToLowerInvariant().Replace(", ", " or ", StringComparison.Ordinal);

    private bool HasParentLike(JsonShape other, string place)
    {
        var end = place.LastIndexOf('/');
        var parent = end < 0 ? "" : place[..end];
        return _places.TryGetValue(parent, out var kinds) && kinds == other._places.GetValueOrDefault(parent);
    }

    private void Add(string place, JsonElement element)
    {
        if (_places.Count >= MaxPlaces && !_places.ContainsKey(place))
        {
            return;
        }

        _places[place] = _places.GetValueOrDefault(place) | Kind(element.ValueKind);
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                var name = member.Name.Length <= MaxName ? member.Name : member.Name[..MaxName];
                var path = $"{place}/{name}";
                if (!_ignored.Contains(member.Name) && !_ignored.Contains(path))
                {
                    Add(path, member.Value);
                }
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            var count = 0;
            foreach (var item in element.EnumerateArray())
            {
                if (count++ == MaxElements)
                {
                    break;
                }

                Add(place + Element, item);
            }
        }
    }

    private static JsonKinds Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => JsonKinds.Object,
        JsonValueKind.Array => JsonKinds.Array,
        JsonValueKind.String => JsonKinds.String,
        JsonValueKind.Number => JsonKinds.Number,
        JsonValueKind.True or JsonValueKind.False => JsonKinds.Boolean,
        _ => JsonKinds.Null,
    };
}
