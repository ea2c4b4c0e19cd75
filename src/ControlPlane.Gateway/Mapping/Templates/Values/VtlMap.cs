using System.Text.Json;

namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>A map of a template, in the order of its keys' arrival. One that stands for a JSON object is filled when it is first looked into.</summary>
internal sealed class VtlMap
{
    private static readonly object NullKey = new();

    private OrderedDictionary<object, object?>? _items;
    private JsonElement _source;

    public VtlMap() => _items = [];

    public VtlMap(JsonElement source) => _source = source;

    /// <summary>Called for a key that is put though it is there already; such maps refuse by throwing.</summary>
    public Action<string>? PutAgain { get; init; }

    /// <summary>The JSON object this still is unchanged, or null.</summary>
    public JsonElement? Unchanged => _items is null ? _source : null;

    public int Count => _items?.Count ?? _source.GetPropertyCount();

    private OrderedDictionary<object, object?> Items => _items ??= Fill();

    /// <summary>The value of a key; null when there is none.</summary>
    public object? Get(object? key) => Items.TryGetValue(key ?? NullKey, out var value) ? value : null;

    /// <summary>Sets a key.</summary>
    /// <returns>The value it had.</returns>
    public object? Put(object? key, object? value)
    {
        key ??= NullKey;
        if (Items.TryGetValue(key, out var old))
        {
            PutAgain?.Invoke(key.ToString()!);
        }

        Items[key] = value;
        return old;
    }

    /// <summary>Removes a key.</summary>
    /// <returns>The value it had.</returns>
    public object? Remove(object? key)
    {
        key ??= NullKey;
        if (!Items.TryGetValue(key, out var old))
        {
            return null;
        }

        PutAgain?.Invoke(key.ToString()!);
        Items.Remove(key);
        return old;
    }

    public bool ContainsKey(object? key) => Items.ContainsKey(key ?? NullKey);

    /// <summary>The key at a position.</summary>
    public object? KeyAt(int index) => Items.GetAt(index).Key is var key && ReferenceEquals(key, NullKey) ? null : Items.GetAt(index).Key;

    /// <summary>The value at a position.</summary>
    public object? ValueAt(int index) => Items.GetAt(index).Value;

    private OrderedDictionary<object, object?> Fill()
    {
        var items = new OrderedDictionary<object, object?>(_source.GetPropertyCount());
        foreach (var property in _source.EnumerateObject())
        {
            items[property.Name] = JsonTexts.ToValue(property.Value);
        }

        return items;
    }
}
