using System.Text;
using System.Text.Unicode;
using ControlPlane.Domain.Errors;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Testing;

/// <summary>An exchange in memory, whose caller is API Gateway's own.</summary>
internal sealed class TestExchange : GatewayExchange
{
    /// <summary>A test must end while the function that serves the control API still has time to answer, in milliseconds.</summary>
    private const int MaxMilliseconds = 27_000;

    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers;
    private readonly byte[] _body;
    private readonly List<KeyValuePair<string, string>> _answered = [];
    private readonly PooledBytes _written = new();

    /// <param name="verb">The verb, upper case.</param>
    /// <param name="target">Path and query.</param>
    /// <param name="headers">The headers, one entry per value.</param>
    /// <param name="body">The body; empty for none.</param>
    /// <param name="sourceIp">The caller's address.</param>
    /// <exception cref="ApiException">400: a header has no name that a header can have.</exception>
    public TestExchange(
        string verb, string target, IReadOnlyList<KeyValuePair<string, string>> headers, string body, string sourceIp = "test-invoke-source-ip")
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        Method = verb;
        Path = Encoded(query < 0 ? target : target[..query]);
        Query = query < 0 ? "" : Encoded(target[(query + 1)..]);
        Scheme = "https";
        Port = "443";
        SourceIp = sourceIp;
        _headers = [.. headers.Select(static header => KeyValuePair.Create(Checked(header.Key), HeaderText.Clean(header.Value)))];
        _body = Encoding.UTF8.GetBytes(body);
    }

    /// <summary>False, whatever was written: nothing is on its way before the whole response is there.</summary>
    public override bool HasStarted => false;

    public override int StatusCode { get; set; } = 200;

    public override bool CanHaveBody => _body.Length > 0;

    internal override IEnumerable<KeyValuePair<string, string>> ResponseHeaders => _answered;

    private protected override int MillisecondsLeft => MaxMilliseconds;

    /// <summary>The response's body as text, or as base64 where it is none.</summary>
    public string Answer() => Utf8.IsValid(_written.Span) ? Encoding.UTF8.GetString(_written.Span) : Convert.ToBase64String(_written.Span);

    /// <summary>Nobody waits any more.</summary>
    public void GiveUp() => Abort();

    /// <summary>Gives back what the response held.</summary>
    public void End() => _written.Release();

    public override string? FindHeader(string name)
    {
        for (var i = _headers.Count - 1; i >= 0; i--)
        {
            if (_headers[i].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return _headers[i].Value;
            }
        }

        return null;
    }

    public override void SetHeader(string name, string value)
    {
        _answered.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        AddHeader(name, value);
    }

    public override void AddHeader(string name, string value) => _answered.Add(new(name, value));

    /// <summary>Takes back the body, too: none of it is on its way.</summary>
    public override void ClearHeaders()
    {
        _answered.Clear();
        _written.Clear();
    }

    public override void SetContentLength(long length)
    {
    }

    public override ValueTask<bool> ReadBodyAsync(PooledBytes body, CancellationToken cancellationToken)
    {
        if (_body.Length > MaxBodyBytes)
        {
            return new(false);
        }

        body.Write(_body);
        return new(true);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> body)
    {
        _written.Write(body.Span);
        return default;
    }

    public override void Reset()
    {
    }

    private protected override void ReadHeaders(RequestHeaders headers)
    {
        foreach (var (name, value) in _headers)
        {
            headers.Add(name, value);
        }
    }

    private static string Checked(string name) =>
        HeaderText.IsName(name) ? name : throw ApiException.BadRequest($"Invalid header name specified: {name}");

    /// <summary>A piece of a target as it can stand in a request line: what cannot is percent-encoded.</summary>
    private static string Encoded(string text)
    {
        var encoded = new StringBuilder(text.Length);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is > ' ' and < 0x7F and not '#')
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            foreach (var octet in bytes[..rune.EncodeToUtf8(bytes)])
            {
                encoded.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
