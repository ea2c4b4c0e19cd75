namespace ControlPlane.Gateway.Exchanges;

/// <summary>A request header: one name with one value.</summary>
internal readonly record struct RequestHeader(string Name, string Value);

/// <summary>The headers of a request in arrival order, reused from request to request.</summary>
internal sealed class RequestHeaders
{
    private RequestHeader[] _items = new RequestHeader[24];

    public int Count { get; private set; }

    public RequestHeader this[int index] => _items[index];

    public ReadOnlySpan<RequestHeader> AsSpan() => _items.AsSpan(0, Count);

    public void Add(string name, string value)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = new RequestHeader(name, value);
    }

    /// <summary>The last value of a name (case-insensitive), or null.</summary>
    public string? Last(string name)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_items[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return _items[i].Value;
            }
        }

        return null;
    }

    /// <summary>Takes out all values of a name (case-insensitive).</summary>
    public void Remove(string name)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (!_items[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                _items[kept++] = _items[i];
            }
        }

        _items.AsSpan(kept, Count - kept).Clear();
        Count = kept;
    }

    public void Clear()
    {
        _items.AsSpan(0, Count).Clear();
        Count = 0;
    }
}
