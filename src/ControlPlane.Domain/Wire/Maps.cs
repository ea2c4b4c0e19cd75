using System.Collections.Frozen;

namespace ControlPlane.Domain.Wire;

/// <summary>The shared empty map, and how records copy their maps: every edit makes a new map, so records stay immutable.</summary>
public static class Maps
{
    /// <summary>An empty map.</summary>
    public static IReadOnlyDictionary<string, TValue> Empty<TValue>() => FrozenDictionary<string, TValue>.Empty;

    /// <summary>A copy of a map with one entry set.</summary>
    public static IReadOnlyDictionary<string, TValue> With<TValue>(this IReadOnlyDictionary<string, TValue> map, string key, TValue value) =>
        new Dictionary<string, TValue>(map, StringComparer.Ordinal) { [key] = value };

    /// <summary>A copy of a map without one entry.</summary>
    public static IReadOnlyDictionary<string, TValue> Without<TValue>(this IReadOnlyDictionary<string, TValue> map, string key)
    {
        var copy = new Dictionary<string, TValue>(map, StringComparer.Ordinal);
        copy.Remove(key);
        return copy;
    }

    /// <summary>A copy of a map overlaid with another, whose entries win.</summary>
    public static IReadOnlyDictionary<string, TValue> Overlay<TValue>(
        this IReadOnlyDictionary<string, TValue> map,
        IReadOnlyDictionary<string, TValue> over)
    {
        if (over.Count == 0)
        {
            return map;
        }

        var copy = new Dictionary<string, TValue>(map, StringComparer.Ordinal);
        foreach (var (key, value) in over)
        {
            copy[key] = value;
        }

        return copy;
    }
}
