using System.Text.Json;

namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>A list of a template. One that comes from JSON prints as JSON; one that was written in a template prints as Java prints lists.</summary>
internal sealed class VtlList
{
    private List<object?>? _items;
    private JsonElement _source;

    public VtlList(List<object?> items) => _items = items;

    public VtlList(JsonElement source)
    {
        _source = source;
        IsJson = true;
    }

    /// <summary>Whether the list prints as JSON.</summary>
    public bool IsJson { get; init; }

    /// <summary>The JSON array this still is unchanged, or null.</summary>
    public JsonElement? Unchanged => _items is null ? _source : null;

    public int Count => _items?.Count ?? _source.GetArrayLength();

    public List<object?> Items => _items ??= Fill();

    private List<object?> Fill()
    {
        var items = new List<object?>(_source.GetArrayLength());
        foreach (var element in _source.EnumerateArray())
        {
            items.Add(JsonTexts.ToValue(element));
        }

        return items;
    }
}
