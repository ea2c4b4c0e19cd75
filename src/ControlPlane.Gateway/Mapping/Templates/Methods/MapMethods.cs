using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Methods;

/// <summary>The methods of <c>java.util.Map</c> and its entries that templates may call.</summary>
internal static class MapMethods
{
    /// <summary>Calls a method of a map; one that does not exist with such arguments has no value.</summary>
    public static object? Call(VtlMap map, string method, object?[] arguments, Rendering rendering) => (method, arguments) switch
    {
        ("get", [var key]) => map.Get(key),
        ("getOrDefault", [var key, var other]) => map.ContainsKey(key) ? map.Get(key) : other,
        ("put", [var key, var value]) => map.Put(key, value),
        ("putIfAbsent", [var key, var value]) => map.Get(key) ?? map.Put(key, value),
        ("putAll", [VtlMap other]) => PutAll(map, other, rendering),
        ("remove", [var key]) => map.Remove(key),
        ("clear", []) => Clear(map, rendering),
        ("containsKey", [var key]) => Boxed.Of(map.ContainsKey(key)),
        ("containsValue", [var value]) => Boxed.Of(ListMethods.IndexOf(Values(map, rendering), value, rendering) >= 0),
        ("size" or "count", []) => Boxed.Of(map.Count),
        ("isEmpty", []) => Boxed.Of(map.Count == 0),
        ("keySet", []) => Keys(map, rendering),
        ("values", []) => Values(map, rendering),
        ("entrySet", []) => Entries(map, rendering),
        _ => ScalarMethods.Call(map, method, arguments, rendering),
    };

    /// <summary>Calls a method of an entry.</summary>
    public static object? Call(MapEntry entry, string method, object?[] arguments, Rendering rendering) => (method, arguments) switch
    {
        ("getKey", []) => entry.Key,
        ("getValue", []) => entry.Value,
        _ => ScalarMethods.Call(entry, method, arguments, rendering),
    };

    /// <summary>A copy of the values.</summary>
    public static VtlList Values(VtlMap map, Rendering rendering)
    {
        rendering.Budget.Charge(map.Count);
        var values = new List<object?>(map.Count);
        for (var i = 0; i < map.Count; i++)
        {
            values.Add(map.ValueAt(i));
        }

        return new VtlList(values);
    }

    private static VtlList Keys(VtlMap map, Rendering rendering)
    {
        rendering.Budget.Charge(map.Count);
        var keys = new List<object?>(map.Count);
        for (var i = 0; i < map.Count; i++)
        {
            keys.Add(map.KeyAt(i));
        }

        return new VtlList(keys);
    }

    private static VtlList Entries(VtlMap map, Rendering rendering)
    {
        rendering.Budget.Charge(map.Count);
        var entries = new List<object?>(map.Count);
        for (var i = 0; i < map.Count; i++)
        {
            entries.Add(new MapEntry(map.KeyAt(i), map.ValueAt(i)));
        }

        return new VtlList(entries);
    }

    private static object? PutAll(VtlMap map, VtlMap other, Rendering rendering)
    {
        rendering.Budget.Charge(other.Count);
        for (var i = 0; i < other.Count; i++)
        {
            map.Put(other.KeyAt(i), other.ValueAt(i));
        }

        return null;
    }

    private static object? Clear(VtlMap map, Rendering rendering)
    {
        rendering.Budget.Charge(map.Count);
        while (map.Count > 0)
        {
            map.Remove(map.KeyAt(map.Count - 1));
        }

        return null;
    }
}
