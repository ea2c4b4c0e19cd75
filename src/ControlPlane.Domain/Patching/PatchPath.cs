namespace ControlPlane.Domain.Patching;

/// <summary>
/// A pattern of patch paths: literal segments, <c>{name}</c> for one segment, and at most one <c>{name+}</c> for one or more.
/// Segments are compared as they were sent; captures of single segments are unescaped (<c>~1</c> to <c>/</c>, <c>~0</c> to <c>~</c>).
/// </summary>
internal sealed class PatchPath
{
    private readonly string[] _segments;
    private readonly int _greedy;

    public PatchPath(string pattern)
    {
        Pattern = pattern;
        _segments = pattern[1..].Split('/');
        _greedy = Array.FindIndex(_segments, segment => segment.EndsWith("+}", StringComparison.Ordinal));
    }

    public string Pattern { get; }

    /// <summary>Matches a path; captures come in the order of the pattern, the greedy one raw and the others unescaped.</summary>
    public bool TryMatch(string path, out string[] captures)
    {
        captures = [];
        if (path.Length < 2 || path[0] != '/')
        {
            return false;
        }

        var given = path[1..].Split('/');
        var extra = given.Length - _segments.Length;
        if (_greedy < 0 ? extra != 0 : extra < 0)
        {
            return false;
        }

        var found = new List<string>(2);
        for (int i = 0, at = 0; i < _segments.Length; i++)
        {
            if (i == _greedy)
            {
                found.Add(string.Join('/', given[at..(at + extra + 1)]));
                at += extra + 1;
                continue;
            }

            if (_segments[i].StartsWith('{'))
            {
                found.Add(Unescape(given[at]));
            }
            else if (_segments[i] != given[at])
            {
                return false;
            }

            at++;
        }

        captures = [.. found];
        return true;
    }

    /// <summary>Undoes JSON pointer escapes (RFC 6901, 4).</summary>
    public static string Unescape(string segment) => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
