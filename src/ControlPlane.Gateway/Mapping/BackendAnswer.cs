namespace ControlPlane.Gateway.Mapping;

/// <summary>What a backend answered, for the mappings of non-proxy integrations.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Names with their values, in order.</param>
/// <param name="Body">The body.</param>
internal sealed record BackendAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body) : IDisposable
{
    private JsonBody? _json;

    public static BackendAnswer Empty(int status) => new(status, [], default);

    public JsonBody Json => _json ??= JsonBody.OfResponse(Body);

    /// <summary>The last value of a header whose name is this (case-insensitive), or null.</summary>
    public string? LastHeader(string name) => Headers.LastOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>All values of a header joined by commas, or null.</summary>
    public string? JoinedHeader(string name)
    {
        var values = Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToArray();
        return values.Length == 0 ? null : string.Join(',', values);
    }

    public void Dispose() => _json?.Dispose();
}
