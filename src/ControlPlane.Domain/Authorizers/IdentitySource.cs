namespace ControlPlane.Domain.Authorizers;

/// <summary>Where an authorizer finds a part of the caller's identity.</summary>
/// <param name="Kind">Which part of the request.</param>
/// <param name="Name">The part's name.</param>
public readonly record struct IdentitySource(IdentitySourceKind Kind, string Name)
{
    private static readonly (string Prefix, IdentitySourceKind Kind)[] _prefixes =
    [
        ("method.request.header.", IdentitySourceKind.Header),
        ("method.request.querystring.", IdentitySourceKind.QueryString),
        ("stageVariables.", IdentitySourceKind.StageVariable),
        ("context.", IdentitySourceKind.Context),
    ];

    /// <summary>Reads a list of sources, separated by commas.</summary>
    /// <returns>The sources in their order, none for an empty list; null when one of them is none.</returns>
    public static IdentitySource[]? Parse(string? list)
    {
        if (string.IsNullOrWhiteSpace(list))
        {
            return [];
        }

        var parts = list.Split(',');
        var sources = new IdentitySource[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (ParseOne(parts[i].Trim()) is not { } source)
            {
                return null;
            }

            sources[i] = source;
        }

        return sources;
    }

    private static IdentitySource? ParseOne(string text)
    {
        foreach (var (prefix, kind) in _prefixes)
        {
            if (text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return new IdentitySource(kind, text[prefix.Length..]);
            }
        }

        return null;
    }
}

/// <summary>The parts of a request that tell who calls.</summary>
public enum IdentitySourceKind
{
    /// <summary>A header.</summary>
    Header,

    /// <summary>A query parameter.</summary>
    QueryString,

    /// <summary>A stage variable.</summary>
    StageVariable,

    /// <summary>A <c>$context</c> variable.</summary>
    Context,
}
