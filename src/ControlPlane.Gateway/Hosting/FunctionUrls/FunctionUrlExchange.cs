using System.Buffers;
using System.Buffers.Text;
using System.Text;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Hosting.FunctionUrls;

/// <summary>An exchange over an event in payload format 2.0. Its response is collected, as Lambda takes it in one piece.</summary>
internal sealed class FunctionUrlExchange(TimeProvider time) : GatewayExchange
{
    private const string HttpsPort = "443";
    private const string ForwardedFor = "x-forwarded-for";
    private const string Cookie = "cookie";

    /// <summary>The stage of an HTTP API or function URL that is not in the path.</summary>
    private static ReadOnlySpan<byte> DefaultStage => "$default"u8;

    private readonly FunctionUrlEvent _event = new();
    private readonly PooledBytes _payload = new();
    private long _answerBy;
    private string? _cookies;
    private string? _dropped;

    /// <summary>Why the event is malformed.</summary>
    public string Problem => _event.Problem;

    /// <summary>What is answered.</summary>
    public FunctionUrlResponse Response { get; } = new();

    /// <inheritdoc/>
    public override bool MayFreeze => true;

    /// <summary>False, whatever was written: nothing is on its way before the whole response is there.</summary>
    public override bool HasStarted => false;

    public override int StatusCode
    {
        get => Response.Status;
        set => Response.Status = value;
    }

    public override bool CanHaveBody => !_event[EventField.Body].IsEmpty;

    public override VerifiedCaller? VerifiedCaller => _event[EventField.IamUserArn].IsEmpty
        ? null
        : new VerifiedCaller(
            Optional(EventField.IamAccessKey),
            Optional(EventField.IamAccountId),
            Optional(EventField.IamCallerId),
            Optional(EventField.IamPrincipalOrgId),
            Encoding.UTF8.GetString(_event[EventField.IamUserArn]),
            Optional(EventField.IamUserId));

    internal override IEnumerable<KeyValuePair<string, string>> ResponseHeaders => Response.Headers;

    private protected override int MillisecondsLeft =>
        (int)Math.Clamp((_answerBy - time.GetTimestamp()) * 1000 / time.TimestampFrequency, 1, int.MaxValue);

    /// <summary>Takes up an event.</summary>
    /// <param name="input">The event; read to its end.</param>
    /// <param name="answerBy">The timestamp by which to answer.</param>
    public async ValueTask<EventKind> BeginAsync(Stream input, long answerBy)
    {
        _answerBy = answerBy;
        int read;
        do
        {
            read = await input.ReadAsync(_payload.GetMemory(SizeHint(input))).ConfigureAwait(false);
            _payload.Advance(read);
        }
        while (read > 0);

        var kind = _event.Read(_payload.Written);
        if (kind == EventKind.Request)
        {
            Fill();
        }

        return kind;
    }

    /// <summary>Says that there is no time left to answer: what is under way for the request is cancelled.</summary>
    public void GiveUp() => Abort();

    /// <summary>Forgets the event and its response.</summary>
    public void End()
    {
        Recycle();
        _event.Clear();
        _payload.Release();
        Response.Clear();
        _cookies = null;
        _dropped = null;
    }

    public override string? FindHeader(string name)
    {
        if (name.Equals(_dropped, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var headers = _event.Headers;
        for (var i = headers.Length - 1; i >= 0; i--)
        {
            if (Ascii.EqualsIgnoreCase(_event.Bytes(headers[i].Name), name))
            {
                return Value(name, headers[i].Value);
            }
        }

        return name.Equals(Cookie, StringComparison.OrdinalIgnoreCase) ? Cookies() : null;
    }

    public override void SetHeader(string name, string value) => Response.SetHeader(name, value);

    public override void AddHeader(string name, string value) => Response.AddHeader(name, value);

    public override void ClearHeaders() => Response.Clear();

    /// <summary>Nothing: Lambda counts the body itself.</summary>
    public override void SetContentLength(long length)
    {
    }

    public override ValueTask<bool> ReadBodyAsync(PooledBytes body, CancellationToken cancellationToken)
    {
        var text = _event[EventField.Body];
        if (!_event.IsBase64Encoded)
        {
            body.Write(text);
            return new(true);
        }

        var status = Base64.DecodeFromUtf8(text, body.GetSpan(Base64.GetMaxDecodedFromUtf8Length(text.Length)), out _, out var written);
        if (status != OperationStatus.Done)
        {
            throw new GatewayFailure(GatewayError.BadRequestBody, "The body of the event is no base64.");
        }

        body.Advance(written);
        return new(true);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> body)
    {
        Response.Write(body.Span);
        return default;
    }

    public override void Reset() => Response.IsBroken = true;

    /// <summary>Of one header; a stage has no more to drop.</summary>
    private protected override void DropHeader(string name) => _dropped = name;

    private protected override void ReadHeaders(RequestHeaders headers)
    {
        foreach (var (name, value) in _event.Headers)
        {
            var text = Encoding.ASCII.GetString(_event.Bytes(name));
            if (!text.Equals(_dropped, StringComparison.OrdinalIgnoreCase) && Value(text, value) is { } sent)
            {
                headers.Add(text, sent);
            }
        }

        if (Cookies() is { } cookies)
        {
            headers.Add(Cookie, cookies);
        }
    }

    private static int SizeHint(Stream input) => input.CanSeek ? (int)Math.Clamp(input.Length - input.Position + 1, 1, int.MaxValue) : 4096;

    private static string Known(ReadOnlySpan<byte> text, string expected) => Ascii.Equals(text, expected) ? expected : Encoding.ASCII.GetString(text);

    private string? Optional(EventField field) => _event[field].IsEmpty ? null : Encoding.UTF8.GetString(_event[field]);

    private void Fill()
    {
        var method = _event[EventField.Method];
        Method = method.Length == 4 ? Known(method, "POST") : Known(method, "GET");
        Protocol = _event[EventField.Protocol].IsEmpty ? "HTTP/1.1" : Known(_event[EventField.Protocol], "HTTP/1.1");
        Scheme = "https";
        Port = HttpsPort;
        SourceIp = Encoding.ASCII.GetString(_event[EventField.SourceIp]);
        Query = EventTarget.EncodeQuery(_event[EventField.Query]);

        var domain = _event[EventField.DomainName];
        var isFunctionUrl = domain.IndexOf(".lambda-url."u8) > 0;
        var path = _event[_event[EventField.RawPath].IsEmpty ? EventField.Path : EventField.RawPath];
        var prefix = _event[EventField.DomainPrefix];

        // The address that came with the function URL or the HTTP API names neither a stage of ours nor a custom domain.
        IsOwnHost = !prefix.IsEmpty && prefix.SequenceEqual(_event[EventField.ApiId]);
        Path = EventTarget.EncodePath(IsOwnHost ? WithoutStage(path) : path, isDecoded: !domain.IsEmpty && !isFunctionUrl);
        Host = domain.IsEmpty ? FindHeader("host") ?? "" : Ascii.Equals(domain, Host) ? Host : Encoding.ASCII.GetString(domain);
    }

    /// <summary>The path without the stage of the HTTP API, which is in front of it at the API's own address.</summary>
    private ReadOnlySpan<byte> WithoutStage(ReadOnlySpan<byte> path)
    {
        var stage = _event[EventField.Stage];
        var isThere = !stage.IsEmpty && !stage.SequenceEqual(DefaultStage)
            && path.Length > stage.Length && path[0] == '/' && path[1..].StartsWith(stage)
            && (path.Length == stage.Length + 1 || path[stage.Length + 1] == '/');
        return isThere ? path[(stage.Length + 1)..] : path;
    }

    /// <summary>
    /// A header's value, one character a byte. Lambda has already added the caller's address to those of the proxies before; that is for
    /// the gateway to do, so it is taken away. Null when nothing is left.
    /// </summary>
    private string? Value(string name, EventText value)
    {
        var bytes = _event.Bytes(value);
        var caller = _event[EventField.SourceIp];
        if (!caller.IsEmpty && bytes.EndsWith(caller) && name.Equals(ForwardedFor, StringComparison.OrdinalIgnoreCase))
        {
            var before = bytes[..^caller.Length].TrimEnd(" "u8);
            if (before.IsEmpty)
            {
                return null;
            }

            bytes = before[^1] == ',' ? before[..^1] : bytes;
        }

        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>The cookies, which events hold apart from the headers, as one header (RFC 6265).</summary>
    private string? Cookies()
    {
        if (_cookies is null && !_event.Cookies.IsEmpty)
        {
            var joined = new StringBuilder();
            foreach (var cookie in _event.Cookies)
            {
                joined.Append(joined.Length == 0 ? "" : "; ").Append(Encoding.Latin1.GetString(_event.Bytes(cookie)));
            }

            _cookies = joined.ToString();
        }

        return _cookies;
    }
}
