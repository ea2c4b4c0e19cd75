using System.Collections.Frozen;
using System.Text;
using System.Text.Unicode;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Gateway.Logging;

/// <summary>Makes text for the log out of headers, queries and bodies: without the credentials of the request, and not too long.</summary>
internal sealed class TraceText
{
    /// <summary>The longest text, in bytes (API Gateway: log event).</summary>
    public const int MaxBytes = 1024;

    private const string Mask = "****";
    private const string Cut = " [TRUNCATED]";
    private const int ShortestSecret = 6;

    private static readonly FrozenSet<string> Masked = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "Set-Cookie",
        "X-Api-Key",
        "X-Amz-Security-Token",
        "X-Amz-Signature",
        "X-Amz-Credential");

    private readonly List<string> _secrets;

    private TraceText(List<string> secrets) => _secrets = secrets;

    /// <summary>The text of a request, whose credentials are taken from where they come.</summary>
    public static TraceText Of(ReadOnlySpan<RequestHeader> headers, QueryParameters query)
    {
        var secrets = new List<string>();
        foreach (var header in headers)
        {
            if (Masked.Contains(header.Name))
            {
                Add(secrets, header.Value);
            }
        }

        foreach (var (name, value) in query.Items)
        {
            if (Masked.Contains(name))
            {
                Add(secrets, value);
            }
        }

        // A secret that holds another goes first, or a piece of it would stay.
        secrets.Sort(static (first, second) => second.Length.CompareTo(first.Length));
        return new TraceText(secrets);
    }

    /// <summary>A query without its question mark.</summary>
    public static string Query(QueryParameters query)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in query.Items)
        {
            QueryParameters.Append(text, name, Masked.Contains(name) ? "" : value);
            if (Masked.Contains(name))
            {
                text.Append(Mask);
            }
        }

        return text.ToString();
    }

    /// <summary>Headers as API Gateway writes them: <c>{name=value, ...}</c>.</summary>
    public string Headers(IEnumerable<KeyValuePair<string, string>> headers) =>
        Clean("{" + string.Join(", ", headers.Select(header => $"{header.Key}={(Masked.Contains(header.Key) ? Mask : header.Value)}")) + "}");

    /// <summary>A body, if it is text.</summary>
    public string Body(ReadOnlySpan<byte> body)
    {
        // Cut late: a secret across the end must be found whole.
        var longest = MaxBytes * 8;
        var rest = body.Length > longest ? body[..longest] : body;
        while (rest.Length < body.Length && rest.Length > 0 && (body[rest.Length] & 0xC0) == 0x80)
        {
            rest = rest[..^1];
        }

        return Utf8.IsValid(rest) ? Clean(Encoding.UTF8.GetString(rest)) : $"[Binary Data, {body.Length} bytes]";
    }

    /// <summary>A text without the request's credentials, cut where it is too long.</summary>
    public string Clean(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        if (Encoding.UTF8.GetByteCount(text) <= MaxBytes)
        {
            return text;
        }

        Span<byte> room = stackalloc byte[MaxBytes - Cut.Length];
        Utf8.FromUtf16(text, room, out var read, out _);
        return string.Concat(text.AsSpan(0, read), Cut);
    }

    private static void Add(List<string> secrets, string value)
    {
        // The token behind a scheme, and the values of cookies, may be passed on by themselves.
        foreach (var piece in value.Split([' ', ';', ','], StringSplitOptions.RemoveEmptyEntries).Append(value))
        {
            AddPiece(secrets, piece);
            AddPiece(secrets, Uri.EscapeDataString(piece));
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                AddPiece(secrets, piece[(equals + 1)..]);
            }
        }
    }

    private static void AddPiece(List<string> secrets, string piece)
    {
        // Shorter ones would be found in every text.
        if (piece.Length >= ShortestSecret && !secrets.Contains(piece))
        {
            secrets.Add(piece);
        }
    }
}
