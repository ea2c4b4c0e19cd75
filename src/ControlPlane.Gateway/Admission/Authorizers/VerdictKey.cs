using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Gateway.Admission.Authorizers;

/// <summary>What a verdict is kept by: a digest of the authorizer and of all that tells who calls. Holds no secret, and is of one size.</summary>
internal readonly record struct VerdictKey(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    /// <summary>Adds a text to what the digest is of; texts cannot run into each other.</summary>
    public static void Append(PooledBytes bytes, string text)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes.GetSpan(sizeof(int)), text.Length);
        bytes.Advance(sizeof(int));
        bytes.Advance(Encoding.UTF8.GetBytes(text, bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
    }

    /// <summary>The digest.</summary>
    public static VerdictKey Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return MemoryMarshal.Read<VerdictKey>(hash);
    }
}
