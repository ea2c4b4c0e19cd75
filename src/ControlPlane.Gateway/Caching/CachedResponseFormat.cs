using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ControlPlane.Gateway.Caching;

/// <summary>
/// A cached response as bytes: version, flags, status, both times, the headers, the body. Numbers are little-endian, texts are UTF-8 after
/// their length.
/// </summary>
internal static class CachedResponseFormat
{
    private const byte Version = 1;
    private const byte TraceFlag = 1;
    private const int FixedBytes = 1 + 1 + sizeof(int) + (2 * sizeof(long)) + sizeof(int);

    /// <summary>Writes a response.</summary>
    public static void Write(CachedResponse response, IBufferWriter<byte> output)
    {
        var span = output.GetSpan(FixedBytes);
        span[0] = Version;
        span[1] = response.HasTrace ? TraceFlag : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(span[2..], response.Status);
        BinaryPrimitives.WriteInt64LittleEndian(span[6..], response.AskedAt.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(span[14..], response.ExpiresAt.UtcTicks);
        BinaryPrimitives.WriteInt32LittleEndian(span[22..], response.Headers.Length);
        output.Advance(FixedBytes);
        foreach (var (name, value) in response.Headers)
        {
            WriteText(name, output);
            WriteText(value, output);
        }

        output.Write(response.Body.Span);
    }

    /// <summary>Reads a response; its body stays in the bytes.</summary>
    /// <exception cref="InvalidDataException">It is none, or one of another version.</exception>
    public static CachedResponse Read(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length < FixedBytes || span[0] != Version)
        {
            throw Damaged();
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(span[22..]);
        var at = FixedBytes;
        if (count < 0 || count > (span.Length - at) / (2 * sizeof(int)))
        {
            throw Damaged();
        }

        var headers = new KeyValuePair<string, string>[count];
        string? coding = null;
        for (var i = 0; i < count; i++)
        {
            headers[i] = KeyValuePair.Create(ReadText(span, ref at), ReadText(span, ref at));
            coding = CacheFill.CodingOf(headers[i]) ?? coding;
        }

        return new CachedResponse
        {
            Status = BinaryPrimitives.ReadInt32LittleEndian(span[2..]),
            AskedAt = Time(BinaryPrimitives.ReadInt64LittleEndian(span[6..])),
            ExpiresAt = Time(BinaryPrimitives.ReadInt64LittleEndian(span[14..])),
            HasTrace = (span[1] & TraceFlag) != 0,
            ContentEncoding = coding,
            Headers = headers,
            Body = bytes[at..],
        };
    }

    private static void WriteText(string text, IBufferWriter<byte> output)
    {
        var span = output.GetSpan(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, span[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(span, length);
        output.Advance(sizeof(int) + length);
    }

    private static string ReadText(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (bytes.Length - at < sizeof(int))
        {
            throw Damaged();
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
        at += sizeof(int);
        if (length < 0 || length > bytes.Length - at)
        {
            throw Damaged();
        }

        at += length;
        return Encoding.UTF8.GetString(bytes.Slice(at - length, length));
    }

    private static DateTimeOffset Time(long ticks) =>
        ticks >= DateTimeOffset.MinValue.UtcTicks && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw Damaged();

    private static InvalidDataException Damaged() => new("The stored response is damaged, or of another version.");
}
