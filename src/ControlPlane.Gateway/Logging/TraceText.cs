using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Gateway.Logging;

/// <summary>Makes text for the log out of headers, queries and bodies: without the credentials of the request, and not too long.</summary>
internal sealed partial class TraceText
{
    /// <summary>The longest text, in bytes (API Gateway: log event).</summary>
    public const int MaxBytes = 1024;

    private const string Mask = "****";
    private const string CutMark = " [TRUNCATED]";
    private const int ShortestSecret = 6;

    /// <summary>How many characters at the end of a credential an execution log shows.</summary>
    private const int ShownEnd = 6;

    /// <summary>Of shorter ones the end would be too much of it.</summary>
    private const int ShortestShown = 20;

    private static readonly FrozenSet<string> Secret = FrozenSet.Create(
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
            if (Secret.Contains(header.Name))
            {
                Add(secrets, header.Value);
            }
        }

        foreach (var (name, value) in query.Items)
        {
            if (Secret.Contains(name))
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
            QueryParameters.Append(text, name, Secret.Contains(name) ? "" : value);
            if (Secret.Contains(name))
            {
                text.Append(Mask);
            }
        }

        return text.ToString();
    }

    /// <summary>The parameters of a query, decoded, credentials masked.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Masked(QueryParameters query) =>
        query.Items.Select(static item => KeyValuePair.Create(item.Key, Secret.Contains(item.Key) ? Mask : item.Value));

    /// <summary>The headers of a message to a backend.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(HttpRequestMessage message) =>
        message.Headers.NonValidated.Concat(message.Content?.Headers.NonValidated ?? default)
            .Select(static header => KeyValuePair.Create(header.Key, header.Value.ToString()));

    /// <summary>The headers of a request.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(RequestHeaders headers)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            yield return KeyValuePair.Create(headers[i].Name, headers[i].Value);
        }
    }

    /// <summary>Headers as API Gateway writes them: <c>{name=value, ...}</c>; nothing of a credential.</summary>
    public string Headers(IEnumerable<KeyValuePair<string, string>> headers) => Write(headers, static _ => Mask);

    /// <summary>The same with the end of long credentials, as API Gateway's execution log has it, so that they can be told apart.</summary>
    public string ShownHeaders(IEnumerable<KeyValuePair<string, string>> headers) => Write(headers, Shown);

    /// <summary>A credential as API Gateway shows it in logs: its end, if it is long.</summary>
    public static string Shown(string value) => value.Length < ShortestShown ? Mask : new string('*', value.Length - ShownEnd) + value[^ShownEnd..];

    /// <inheritdoc cref="ShownHeaders(IEnumerable{KeyValuePair{string, string}})"/>
    public string ShownHeaders(RequestHeaders headers) => ShownHeaders(Pairs(headers));

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

        return Utf8.IsValid(rest) ? Clean(WithoutHeaders(Encoding.UTF8.GetString(rest))) : $"[Binary Data, {body.Length} bytes]";
    }

    /// <summary>A text whose JSON members that are called like credentials are masked: events and the answers of functions hold headers.</summary>
    private static string WithoutHeaders(string text) => SecretMember().Replace(text, $"$1\"{Mask}\"");

    [GeneratedRegex(
        """("(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-amz-(?:security-token|signature|credential))"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|\[(?:[^\]"]|"(?:[^"\\]|\\.)*"?)*\]?)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretMember();

    /// <summary>A text without the request's credentials, cut where it is too long.</summary>
    public string Clean(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return Cut(text, MaxBytes);
    }

    /// <summary>A text, cut between two characters where it is too long.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxBytes">The most bytes of UTF-8 it may have, the mark of the cut among them; up to <see cref="MaxBytes"/>.</param>
    public static string Cut(string text, int maxBytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= maxBytes)
        {
            return text;
        }

        Span<byte> room = stackalloc byte[MaxBytes];
        Utf8.FromUtf16(text, room[..(maxBytes - CutMark.Length)], out var read, out _);
        return string.Concat(text.AsSpan(0, read), CutMark);
    }

    /// <summary>Takes the credentials of a backend's answer, cookies above all, to be masked like the request's.</summary>
    /// <returns>The headers.</returns>
    public IReadOnlyCollection<KeyValuePair<string, string>> Learn(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var read = headers.ToArray();
        foreach (var (name, value) in read)
        {
            if (Secret.Contains(name))
            {
                Add(_secrets, value);
            }
        }

        _secrets.Sort(static (first, second) => second.Length.CompareTo(first.Length));
        return read;
    }

    private string Write(IEnumerable<KeyValuePair<string, string>> headers, Func<string, string> mask) =>
        Clean("{" + string.Join(", ", headers.Select(header => $"{header.Key}={(Secret.Contains(header.Key) ? mask(header.Value) : header.Value)}")) + "}");

    private static void Add(List<string> secrets, string value)
    {
        // The token behind a scheme, and the values of cookies, may be passed on by themselves.
        foreach (var piece in value.Split([' ', ';', ','], StringSplitOptions.RemoveEmptyEntries).Append(value))
        {
            AddPiece(secrets, piece);
            AddPiece(secrets, Uri.EscapeDataString(piece));
            AddPiece(secrets, JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(piece));
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
