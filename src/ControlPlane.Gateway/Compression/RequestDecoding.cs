using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Compression;

/// <summary>Decompresses the bodies of requests to APIs with compression (AWS: minimumCompressionSize).</summary>
internal static class RequestDecoding
{
    private const int PieceBytes = 16 * 1024;
    private const byte ZlibMethod = 8;

    /// <summary>Header and trailer of a gzip member, at least.</summary>
    private const int GzipEnvelope = 18;

    /// <summary>What every gzip member begins with.</summary>
    private static ReadOnlySpan<byte> GzipMember => [0x1F, 0x8B, ZlibMethod];

    /// <summary>Undoes the codings of a body, the last first.</summary>
    /// <param name="body">The body as it came; replaced by what it was made of.</param>
    /// <param name="codings">The request's <c>Content-Encoding</c>.</param>
    /// <exception cref="GatewayFailure">415: a coding is not known, or the body is not so coded; 413: it has over 10 MB decoded.</exception>
    public static void Decode(PooledBytes body, string codings)
    {
        var names = codings.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = names.Length - 1; i >= 0; i--)
        {
            if (!names[i].Equals("identity", StringComparison.OrdinalIgnoreCase))
            {
                DecodeOne(body, names[i]);
            }
        }
    }

    private static void DecodeOne(PooledBytes body, string coding)
    {
        MemoryMarshal.TryGetArray(body.Written, out var coded);
        using var source = new MemoryStream(coded.Array!, coded.Offset, coded.Count, writable: false);
        using var stream = Open(source, coding, body.Span);
        var decoded = new PooledBytes();
        try
        {
            int read;
            do
            {
                read = stream.Read(decoded.GetSpan(PieceBytes)[..PieceBytes]);
                decoded.Advance(read);
                if (decoded.Length > GatewayExchange.MaxBodyBytes)
                {
                    throw new GatewayFailure(GatewayError.RequestTooLarge, "The decompressed request body is over 10 MB.");
                }
            }
            while (read > 0);

            // The streams take what is cut off for the end.
            if (!EndsAs(stream, body.Span, decoded.Span))
            {
                throw new InvalidDataException("The body ends early.");
            }

            body.Clear();
            body.Write(decoded.Span);
        }
        catch (InvalidDataException exception)
        {
            throw new GatewayFailure(GatewayError.UnsupportedMediaType, $"The request body is not coded as {coding}.", exception);
        }
        finally
        {
            decoded.Release();
        }
    }

    /// <summary>Whether what stands at the end of a coded body is true of what it was decoded to; the bare format says nothing there.</summary>
    private static bool EndsAs(Stream stream, ReadOnlySpan<byte> coded, ReadOnlySpan<byte> decoded) => stream switch
    {
        // The length of the last member, mostly the only one (RFC 1952 2.2).
        GZipStream => coded.Length >= GzipEnvelope
            && (BinaryPrimitives.ReadUInt32LittleEndian(coded[^4..]) == decoded.Length || coded[GzipEnvelope..].IndexOf(GzipMember) >= 0),
        ZLibStream => coded.Length > 4 && BinaryPrimitives.ReadUInt32BigEndian(coded[^4..]) == Adler32(decoded),
        _ => true,
    };

    /// <summary>The checksum at the end of a zlib body (RFC 1950 8.2).</summary>
    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        const uint Base = 65521;
        const int WithoutOverflow = 5552;
        uint low = 1;
        uint high = 0;
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(WithoutOverflow, bytes.Length)];
            foreach (var octet in piece)
            {
                low += octet;
                high += low;
            }

            low %= Base;
            high %= Base;
            bytes = bytes[piece.Length..];
        }

        return (high << 16) | low;
    }

    private static Stream Open(Stream source, string coding, ReadOnlySpan<byte> body)
    {
        if (coding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || coding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
        {
            return new GZipStream(source, CompressionMode.Decompress);
        }

        if (!coding.Equals("deflate", StringComparison.OrdinalIgnoreCase))
        {
            throw new GatewayFailure(GatewayError.UnsupportedMediaType, $"The content coding {coding} is not supported.");
        }

        // Many clients mean the bare format (RFC 1951) without the envelope that the name stands for.
        return body.Length >= 2 && (body[0] & 0x0F) == ZlibMethod && ((body[0] << 8) | body[1]) % 31 == 0
            ? new ZLibStream(source, CompressionMode.Decompress)
            : new DeflateStream(source, CompressionMode.Decompress);
    }
}
