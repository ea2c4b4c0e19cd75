using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ControlPlane.Gateway.WebAcls;

/// <summary>Addresses as numbers of 128 bits, those of IPv4 as IPv6 maps them (<c>::ffff:a.b.c.d</c>): so both families are one line of numbers. Allocates nothing.</summary>
internal static class ClientAddress
{
    private const int Groups = 8;

    private static readonly UInt128 MappedPrefix = (UInt128)0xFFFF << 32;

    /// <summary>Reads an address as the adapters give it: dotted, or IPv6 with or without a zone.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out UInt128 address)
    {
        if (TryParseV4(text, out var four))
        {
            address = MappedPrefix | four;
            return true;
        }

        var zone = text.IndexOf('%');
        return TryParseV6(zone < 0 ? text : text[..zone], out address);
    }

    /// <summary>The number of an address.</summary>
    public static UInt128 Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>Whether an address is one of IPv4.</summary>
    public static bool IsV4(UInt128 address) => address >> 32 == 0xFFFF;

    private static bool TryParseV4(ReadOnlySpan<char> text, out uint address)
    {
        address = 0;
        var (value, digits, dots) = (0u, 0, 0);
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character) && digits < 3)
            {
                (value, digits) = ((value * 10) + (uint)(character - '0'), digits + 1);
            }
            else if (character == '.' && digits > 0 && value <= byte.MaxValue && dots < 3)
            {
                (address, value, digits, dots) = ((address << 8) | value, 0, 0, dots + 1);
            }
            else
            {
                return false;
            }
        }

        address = (address << 8) | value;
        return dots == 3 && digits > 0 && value <= byte.MaxValue;
    }

    private static bool TryParseV6(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = 0;
        var (groups, gap) = (0, -1);
        if (text.StartsWith("::"))
        {
            gap = 0;
            text = text[2..];
        }

        while (!text.IsEmpty)
        {
            var colon = text.IndexOf(':');
            var part = colon < 0 ? text : text[..colon];
            if (colon < 0 && groups <= Groups - 2 && TryParseV4(part, out var four))
            {
                (address, groups) = ((address << 32) | four, groups + 2);
                break;
            }

            if (groups == Groups || part.Length is 0 or > 4 || !ushort.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group))
            {
                return false;
            }

            (address, groups) = ((address << 16) | group, groups + 1);
            if (colon < 0)
            {
                break;
            }

            text = text[(colon + 1)..];
            if (text.StartsWith(":") && gap < 0)
            {
                gap = groups;
                text = text[1..];
            }
            else if (text.IsEmpty)
            {
                return false;
            }
        }

        if (gap < 0)
        {
            return groups == Groups;
        }

        // What stands behind the gap stays at the end, what stands before it goes to the front.
        var behind = (groups - gap) * 16;
        var low = behind == 0 ? 0 : address & (UInt128.MaxValue >> (128 - behind));
        var high = gap == 0 ? 0 : address >> behind << (128 - (gap * 16));
        address = high | low;
        return groups < Groups;
    }
}
