using System.Runtime.InteropServices;
using System.Text;

namespace ControlPlane.Gateway.Splitting;

/// <summary>
/// Gives every client its place between 0 and 100: the canary has those whose place lies below its share. So nobody leaves it while the
/// share grows, and nothing is stored.
/// </summary>
/// <param name="salt">The canary's salt: the next canary orders the clients anew.</param>
internal sealed class StickyHash(string salt)
{
    private const int StackBytes = 256;

    private readonly SipHash _hash = SipHash.Salted(salt);

    /// <summary>A client's place, 0.0 inclusive to 100.0 exclusive, in steps far below a millionth.</summary>
    /// <param name="key">What the client is known by.</param>
    public double PlaceOf(ReadOnlySpan<char> key)
    {
        if (key.Length > StackBytes)
        {
            return Place(_hash.Hash(MemoryMarshal.AsBytes(key)));
        }

        // As the bytes they came as, whatever the adapter: headers hold one a character.
        Span<byte> bytes = stackalloc byte[StackBytes];
        return Encoding.Latin1.TryGetBytes(key, bytes, out var written)
            ? Place(_hash.Hash(bytes[..written]))
            : Place(_hash.Hash(MemoryMarshal.AsBytes(key)));
    }

    /// <summary>A client's place.</summary>
    /// <param name="key">What the client is known by.</param>
    public double PlaceOf(ReadOnlySpan<byte> key) => Place(_hash.Hash(key));

    private static double Place(ulong hash) => (hash >> 11) * (100.0 / (1UL << 53));
}
