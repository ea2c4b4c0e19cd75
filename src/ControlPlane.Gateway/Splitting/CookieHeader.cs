namespace ControlPlane.Gateway.Splitting;

/// <summary>Reads a <c>Cookie</c> header (RFC 6265 4.2).</summary>
internal static class CookieHeader
{
    /// <summary>The value of the first cookie with a name (case-sensitive); empty when there is none.</summary>
    public static ReadOnlySpan<char> Find(ReadOnlySpan<char> header, ReadOnlySpan<char> name)
    {
        while (!header.IsEmpty)
        {
            var end = header.IndexOf(';');
            var cookie = (end < 0 ? header : header[..end]).Trim(' ');
            if (cookie.Length > name.Length && cookie[name.Length] == '=' && cookie.StartsWith(name, StringComparison.Ordinal))
            {
                return cookie[(name.Length + 1)..].Trim('"');
            }

            header = end < 0 ? default : header[(end + 1)..];
        }

        return default;
    }
}
