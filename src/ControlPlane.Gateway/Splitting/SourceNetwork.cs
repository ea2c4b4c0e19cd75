using System.Net;
using System.Net.Sockets;

namespace ControlPlane.Gateway.Splitting;

/// <summary>A caller's address, parsed once for all requests of a connection.</summary>
internal sealed class SourceNetwork
{
    private const int NetworkBytes = 8;

    private readonly byte[] _key;

    private SourceNetwork(string text)
    {
        Text = text;
        _ = IPAddress.TryParse(text, out var address);
        Address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        _key = Address switch
        {
            null => [],

            // Whoever has a /64 has all its addresses, and takes a new one now and then.
            { AddressFamily: AddressFamily.InterNetworkV6 } => Address.GetAddressBytes()[..NetworkBytes],
            _ => Address.GetAddressBytes(),
        };
    }

    /// <summary>The address as it was given.</summary>
    public string Text { get; }

    /// <summary>The address, or null when the text is none.</summary>
    public IPAddress? Address { get; }

    /// <summary>What the caller is known by: an IPv4 address, or the first 64 bits of an IPv6 address; empty when there is none.</summary>
    public ReadOnlySpan<byte> Key => _key;

    /// <summary>The address in a text: the one that was parsed before, when it is the same.</summary>
    public static SourceNetwork Of(string text, SourceNetwork? before) => before is not null && ReferenceEquals(before.Text, text) ? before : new SourceNetwork(text);
}
