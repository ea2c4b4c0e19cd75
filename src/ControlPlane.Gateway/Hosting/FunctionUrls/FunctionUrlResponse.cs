using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Hosting.FunctionUrls;

/// <summary>
/// A response in payload format 2.0: one value a header name, cookies apart, the body as text where it is UTF-8 and as base64 where not.
/// </summary>
internal sealed class FunctionUrlResponse
{
    /// <summary>Largest response, in bytes of its JSON (Lambda: invocation payload quota).</summary>
    public const int MaxBytes = 6 * 1024 * 1024;

    /// <summary>How much of a body is escaped at once: escaping may need six times the room.</summary>
    private const int SegmentBytes = 32 * 1024;

    private static readonly JsonWriterOptions AsIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly List<(string Name, string Value)> _headers = new(16);
    private readonly PooledBytes _body = new();
    private Utf8JsonWriter? _writer;

    /// <summary>200 until set.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Whether the body ended early.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Whether the body alone is over the limit; the rest of it is not kept.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>The headers, one entry per value.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers => _headers.Select(static header => KeyValuePair.Create(header.Name, header.Value));

    public void SetHeader(string name, string value)
    {
        var headers = CollectionsMarshal.AsSpan(_headers);
        var index = IndexOf(headers, name, 0);
        if (index < 0)
        {
            _headers.Add((name, value));
            return;
        }

        headers[index] = (name, value);
        for (var i = _headers.Count - 1; i > index; i--)
        {
            if (Same(_headers[i].Name, name))
            {
                _headers.RemoveAt(i);
            }
        }
    }

    public void AddHeader(string name, string value) => _headers.Add((name, value));

    public void Write(ReadOnlySpan<byte> body)
    {
        IsTooLarge |= body.Length > MaxBytes - _body.Length;
        if (!IsTooLarge)
        {
            _body.Write(body);
        }
    }

    /// <summary>Forgets everything collected so far.</summary>
    public void Clear()
    {
        _headers.Clear();
        _body.Release();
        Status = 200;
        IsBroken = false;
        IsTooLarge = false;
    }

    /// <summary>Writes the response.</summary>
    /// <returns>False when it has more than <see cref="MaxBytes"/>.</returns>
    public bool TryWrite(PooledBytes output)
    {
        if (IsTooLarge)
        {
            return false;
        }

        var writer = _writer ??= new Utf8JsonWriter(output, AsIs);
        writer.Reset(output);
        writer.WriteStartObject();
        writer.WriteNumber("statusCode"u8, Status);
        WriteHeaders(writer);
        if (_body.Length > 0)
        {
            WriteBody(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return output.Length <= MaxBytes;
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static int IndexOf(ReadOnlySpan<(string Name, string Value)> headers, string name, int from)
    {
        for (var i = from; i < headers.Length; i++)
        {
            if (Same(headers[i].Name, name))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a header is Lambda's to write: it frames the message anew.</summary>
    private static bool IsFraming(string name) => Same(name, "Content-Length") || Same(name, "Transfer-Encoding") || Same(name, "Connection");

    private void WriteHeaders(Utf8JsonWriter writer)
    {
        var headers = CollectionsMarshal.AsSpan(_headers);
        var cookies = 0;
        writer.WriteStartObject("headers"u8);
        for (var i = 0; i < headers.Length; i++)
        {
            var name = headers[i].Name;
            if (Same(name, "Set-Cookie"))
            {
                cookies++;
            }
            else if (!IsFraming(name) && IndexOf(headers[..i], name, 0) < 0)
            {
                writer.WriteString(name, HeaderText.Read(Joined(headers, i)));
            }
        }

        writer.WriteEndObject();
        if (cookies > 0)
        {
            writer.WriteStartArray("cookies"u8);
            foreach (var (name, value) in headers)
            {
                if (Same(name, "Set-Cookie"))
                {
                    writer.WriteStringValue(HeaderText.Read(value));
                }
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>All values of the name at an index, joined by commas.</summary>
    private static string Joined(ReadOnlySpan<(string Name, string Value)> headers, int index)
    {
        var (name, value) = headers[index];
        var next = IndexOf(headers, name, index + 1);
        if (next < 0)
        {
            return value;
        }

        var joined = new StringBuilder(value);
        for (; next >= 0; next = IndexOf(headers, name, next + 1))
        {
            joined.Append(',').Append(headers[next].Value);
        }

        return joined.ToString();
    }

    private void WriteBody(Utf8JsonWriter writer)
    {
        var body = _body.Span;
        writer.WritePropertyName("body"u8);
        var isText = Utf8.IsValid(body);
        if (!isText)
        {
            writer.WriteBase64StringValue(body);
        }
        else
        {
            for (; body.Length > SegmentBytes; body = body[SegmentBytes..])
            {
                writer.WriteStringValueSegment(body[..SegmentBytes], isFinalSegment: false);
            }

            writer.WriteStringValueSegment(body, isFinalSegment: true);
        }

        writer.WriteBoolean("isBase64Encoded"u8, !isText);
    }
}
