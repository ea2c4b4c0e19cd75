using System.Buffers;
using System.Text;

namespace ControlPlane.Gateway.Hosting.FunctionUrls;

/// <summary>Paths and queries of events, percent-encoded as a client would have sent them.</summary>
/// <remarks>
/// Function URLs hand the path over as it was sent; HTTP APIs decode it once (an encoded slash is a slash then, and cannot be told from
/// one any more). Queries arrive as they were sent from both.
/// </remarks>
internal static class EventTarget
{
    private static readonly SearchValues<byte> Path = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/"u8);

    private static readonly SearchValues<byte> Query = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?%[]|{}^`"u8);

    /// <summary>A path with its leading slash.</summary>
    /// <param name="path">UTF-8.</param>
    /// <param name="isDecoded">Whether every percent sign in it stands for itself.</param>
    public static string EncodePath(ReadOnlySpan<byte> path, bool isDecoded)
    {
        var encoded = Encode(path, Path, keepsEscapes: !isDecoded);
        return encoded.StartsWith('/') ? encoded : "/" + encoded;
    }

    public static string EncodeQuery(ReadOnlySpan<byte> query) => query.IsEmpty ? "" : Encode(query, Query, keepsEscapes: true);

    private static string Encode(ReadOnlySpan<byte> text, SearchValues<byte> allowed, bool keepsEscapes)
    {
        if (!text.ContainsAnyExcept(allowed))
        {
            return Encoding.ASCII.GetString(text);
        }

        var encoded = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (allowed.Contains(text[i]) || (keepsEscapes && IsEscape(text[i..])))
            {
                encoded.Append((char)text[i]);
            }
            else
            {
                encoded.Append('%').Append(Digit(text[i] >> 4)).Append(Digit(text[i] & 0xF));
            }
        }

        return encoded.ToString();
    }

    private static bool IsEscape(ReadOnlySpan<byte> text) =>
        text.Length > 2 && text[0] == '%' && char.IsAsciiHexDigit((char)text[1]) && char.IsAsciiHexDigit((char)text[2]);

    private static char Digit(int value) => "0123456789ABCDEF"[value];
}
