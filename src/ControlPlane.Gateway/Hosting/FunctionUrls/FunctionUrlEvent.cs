using System.Buffers;
using System.Text.Json;
using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Gateway.Hosting.FunctionUrls;

/// <summary>
/// An event in payload format 2.0 (AWS: Lambda function URLs, HTTP APIs), read in one pass that copies nothing but escaped texts.
/// Reused from event to event.
/// </summary>
internal sealed class FunctionUrlEvent
{
    private static readonly SearchValues<byte> Token = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~"u8);

    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0A\x0B\x0C\x0D\x0E\x0F\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1A\x1B\x1C\x1D\x1E\x1F\x7F"u8);

    private readonly PooledBytes _unescaped = new();
    private readonly EventText[] _texts = new EventText[(int)EventField.IamUserId + 1];
    private ReadOnlyMemory<byte> _event;
    private (EventText Name, EventText Value)[] _headers = new (EventText, EventText)[24];
    private EventText[] _cookies = new EventText[4];
    private int _headerCount;
    private int _cookieCount;
    private bool _hasHttp;
    private bool _isFormat1;

    /// <summary>Why the event is malformed.</summary>
    public string Problem { get; private set; } = "";

    public bool IsBase64Encoded { get; private set; }

    public ReadOnlySpan<(EventText Name, EventText Value)> Headers => _headers.AsSpan(0, _headerCount);

    public ReadOnlySpan<EventText> Cookies => _cookies.AsSpan(0, _cookieCount);

    /// <summary>The bytes of one of the single texts; empty when the event does not have it.</summary>
    public ReadOnlySpan<byte> this[EventField field] => Bytes(_texts[(int)field]);

    /// <summary>The bytes of one of this event's texts.</summary>
    public ReadOnlySpan<byte> Bytes(EventText text) =>
        (text.IsUnescaped ? _unescaped.Span : _event.Span).Slice(text.Start, text.Length);

    /// <summary>Reads an event; its bytes must stay as they are while it is in use.</summary>
    public EventKind Read(ReadOnlyMemory<byte> bytes)
    {
        Clear();
        _event = bytes;
        try
        {
            var reader = new Utf8JsonReader(bytes.Span);
            return ReadEvent(ref reader) ? Kind() : EventKind.Malformed;
        }
        catch (JsonException exception)
        {
            Fails($"The event is no JSON: {exception.Message}");
            return EventKind.Malformed;
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader: escapes that are half a character, or bytes that are no UTF-8.
            Fails("The event has text that is no Unicode.");
            return EventKind.Malformed;
        }
    }

    /// <summary>Forgets the event.</summary>
    public void Clear()
    {
        _unescaped.Release();
        _event = default;
        _texts.AsSpan().Clear();
        (_headerCount, _cookieCount) = (0, 0);
        (IsBase64Encoded, _hasHttp, _isFormat1) = (false, false, false);
        Problem = "";
    }

    private EventKind Kind()
    {
        if (_isFormat1)
        {
            Fails("The event has payload format 1.0; the integration must send 2.0.");
        }
        else if (!_hasHttp)
        {
            return EventKind.Ping;
        }
        else if (this[EventField.Method].IsEmpty || this[EventField.Method].ContainsAnyExcept(Token))
        {
            Fails("requestContext.http.method is no method.");
        }
        else if (this[EventField.RawPath].IsEmpty && this[EventField.Path].IsEmpty)
        {
            Fails("The event has no path.");
        }
        else
        {
            return EventKind.Request;
        }

        return EventKind.Malformed;
    }

    private bool Fails(string problem)
    {
        Problem = problem;
        return false;
    }

    private bool ReadEvent(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return Fails("The event is no JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!ReadMember(ref reader))
            {
                return false;
            }
        }

        // Reading on shows that nothing follows the object.
        return !reader.Read();
    }

    private bool ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("rawPath"u8))
        {
            return ReadText(ref reader, EventField.RawPath);
        }

        if (reader.ValueTextEquals("rawQueryString"u8))
        {
            return ReadText(ref reader, EventField.Query);
        }

        if (reader.ValueTextEquals("headers"u8))
        {
            return ReadHeaders(ref reader);
        }

        if (reader.ValueTextEquals("cookies"u8))
        {
            return ReadCookies(ref reader);
        }

        if (reader.ValueTextEquals("requestContext"u8))
        {
            return ReadContext(ref reader);
        }

        if (reader.ValueTextEquals("body"u8))
        {
            return ReadText(ref reader, EventField.Body);
        }

        if (reader.ValueTextEquals("isBase64Encoded"u8))
        {
            reader.Read();
            IsBase64Encoded = reader.TokenType == JsonTokenType.True;
            return reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null || Fails("isBase64Encoded is no boolean.");
        }

        _isFormat1 |= reader.ValueTextEquals("httpMethod"u8);
        return SkipMember(ref reader);
    }

    private bool ReadContext(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return true;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRead = reader.ValueTextEquals("http"u8) ? ReadHttp(ref reader)
                : reader.ValueTextEquals("domainName"u8) ? ReadLine(ref reader, EventField.DomainName)
                : reader.ValueTextEquals("domainPrefix"u8) ? ReadLine(ref reader, EventField.DomainPrefix)
                : reader.ValueTextEquals("apiId"u8) ? ReadLine(ref reader, EventField.ApiId)
                : reader.ValueTextEquals("stage"u8) ? ReadLine(ref reader, EventField.Stage)
                : reader.ValueTextEquals("authorizer"u8) ? ReadAuthorizer(ref reader)
                : SkipMember(ref reader);
            if (!isRead)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the caller that AWS has verified; other authorizers' words are no business of ours.</summary>
    private bool ReadAuthorizer(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return true;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!(reader.ValueTextEquals("iam"u8) ? ReadIam(ref reader) : SkipMember(ref reader)))
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadIam(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return true;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRead = reader.ValueTextEquals("accessKey"u8) ? ReadLine(ref reader, EventField.IamAccessKey)
                : reader.ValueTextEquals("accountId"u8) ? ReadLine(ref reader, EventField.IamAccountId)
                : reader.ValueTextEquals("callerId"u8) ? ReadLine(ref reader, EventField.IamCallerId)
                : reader.ValueTextEquals("principalOrgId"u8) ? ReadLine(ref reader, EventField.IamPrincipalOrgId)
                : reader.ValueTextEquals("userArn"u8) ? ReadLine(ref reader, EventField.IamUserArn)
                : reader.ValueTextEquals("userId"u8) ? ReadLine(ref reader, EventField.IamUserId)
                : SkipMember(ref reader);
            if (!isRead)
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadHttp(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Fails("requestContext.http is no object.");
        }

        _hasHttp = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRead = reader.ValueTextEquals("method"u8) ? ReadLine(ref reader, EventField.Method)
                : reader.ValueTextEquals("path"u8) ? ReadText(ref reader, EventField.Path)
                : reader.ValueTextEquals("protocol"u8) ? ReadLine(ref reader, EventField.Protocol)
                : reader.ValueTextEquals("sourceIp"u8) ? ReadLine(ref reader, EventField.SourceIp)
                : SkipMember(ref reader);
            if (!isRead)
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadHeaders(ref Utf8JsonReader reader)
    {
        reader.Read();
        _headerCount = 0;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return reader.TokenType == JsonTokenType.Null || Fails("headers is no object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Take(ref reader);
            reader.Read();
            if (name.Length == 0 || Bytes(name).ContainsAnyExcept(Token) || !TryTakeLine(ref reader, out var value))
            {
                return Fails("headers has a name or a value that is none.");
            }

            if (_headerCount == _headers.Length)
            {
                Array.Resize(ref _headers, _headerCount * 2);
            }

            _headers[_headerCount++] = (name, value);
        }

        return true;
    }

    private bool ReadCookies(ref Utf8JsonReader reader)
    {
        reader.Read();
        _cookieCount = 0;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return reader.TokenType == JsonTokenType.Null || Fails("cookies is no array.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!TryTakeLine(ref reader, out var cookie))
            {
                return Fails("cookies has a value that is no cookie.");
            }

            if (_cookieCount == _cookies.Length)
            {
                Array.Resize(ref _cookies, _cookieCount * 2);
            }

            _cookies[_cookieCount++] = cookie;
        }

        return true;
    }

    private static bool SkipMember(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
        return true;
    }

    private bool ReadText(ref Utf8JsonReader reader, EventField field)
    {
        reader.Read();
        return TryTake(ref reader, out _texts[(int)field]) || Fails($"{field} is no text.");
    }

    /// <summary>Reads a text that may go on in a header.</summary>
    private bool ReadLine(ref Utf8JsonReader reader, EventField field)
    {
        reader.Read();
        return TryTakeLine(ref reader, out _texts[(int)field]) || Fails($"{field} is no line of text.");
    }

    private bool TryTakeLine(ref Utf8JsonReader reader, out EventText text) =>
        TryTake(ref reader, out text) && !Bytes(text).ContainsAny(Controls);

    /// <summary>Takes a text; null is an empty one.</summary>
    private bool TryTake(ref Utf8JsonReader reader, out EventText text)
    {
        text = reader.TokenType == JsonTokenType.String ? Take(ref reader) : default;
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Null;
    }

    private EventText Take(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return new EventText((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, false);
        }

        var start = _unescaped.Length;
        _unescaped.Advance(reader.CopyString(_unescaped.GetSpan(reader.ValueSpan.Length)));
        return new EventText(start, _unescaped.Length - start, true);
    }
}
