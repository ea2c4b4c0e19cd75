using System.Buffers.Binary;

namespace ControlPlane.Gateway;

/// <summary>Makes the ids that responses and events carry. They tell requests apart; they are no secrets.</summary>
internal static class RequestIds
{
    /// <summary>A random UUID (version 4).</summary>
    public static string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        Chance.Instance.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>An extended request id: short base64 that ends with an equals sign.</summary>
    public static string NewExtendedId()
    {
        Span<byte> bytes = stackalloc byte[11];
        Chance.Instance.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>A trace header with a new root: <c>Root=1-{seconds in hex}-{96 random bits in hex}</c>.</summary>
    public static string NewTraceId(DateTimeOffset now) => string.Create(40, now.ToUnixTimeSeconds(), static (text, seconds) =>
    {
        "Root=1-".CopyTo(text);
        Span<byte> bytes = stackalloc byte[16];
        Chance.Instance.NextBytes(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)seconds);
        Convert.TryToHexStringLower(bytes[..4], text[7..], out _);
        text[15] = '-';
        Convert.TryToHexStringLower(bytes[4..], text[16..], out _);
    });
}
