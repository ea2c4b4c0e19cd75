namespace ControlPlane.Client.Wire;

/// <summary>A request of an operation.</summary>
/// <param name="Method">The HTTP verb.</param>
/// <param name="Path">Path and query, percent-encoded, without a leading slash.</param>
internal sealed record WireRequest(HttpMethod Method, string Path)
{
    /// <summary>The body, empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body's media type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The revision the thing must still have, or null when any will do.</summary>
    public string? IfMatch { get; init; }

    /// <summary>The media type that is asked for, or null.</summary>
    public string? Accept { get; init; }
}
