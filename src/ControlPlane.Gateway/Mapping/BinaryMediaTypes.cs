namespace ControlPlane.Gateway.Mapping;

/// <summary>The media types whose bodies are bytes, not text.</summary>
internal sealed class BinaryMediaTypes(IReadOnlyList<string> types)
{
    private readonly bool _all = types.Contains("*/*");

    /// <summary>Whether a Content-Type is one of them; an absent one is not, unless all are.</summary>
    public bool MatchesContent(string? contentType) =>
        _all || (types.Count > 0 && contentType is not null && Contains(MediaType.OfContent(contentType)));

    /// <summary>Whether the first media type of an Accept value is one of them.</summary>
    public bool MatchesAccept(string? accept) =>
        _all || (types.Count > 0 && accept is not null && Contains(MediaType.FirstAccepted(accept)));

    private bool Contains(string type)
    {
        foreach (var candidate in types)
        {
            if (candidate.Equals(type, StringComparison.OrdinalIgnoreCase)
                || (candidate.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(candidate[..^1], StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
