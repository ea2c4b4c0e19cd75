using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ControlPlane.Gateway.WebAcls.Rates;

/// <summary>Hashes what tells clients apart, with secrets of this process: nobody outside can choose clients whose hashes meet.</summary>
internal static class ClientHash
{
    private static readonly ulong[] Secrets = NewSecrets();

    /// <summary>The hash of an address.</summary>
    public static ulong Of(UInt128 address) => Finish(Mix((ulong)(address >> 64), (ulong)address, Secrets[2]));

    /// <summary>The hash of a text.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var words = MemoryMarshal.Cast<char, ulong>(text);
        var hash = Secrets[2] ^ (ulong)text.Length;
        foreach (var word in words)
        {
            hash = Mix(word, hash, Secrets[3]);
        }

        foreach (var character in text[(words.Length * (sizeof(ulong) / sizeof(char)))..])
        {
            hash = Mix(character, hash, Secrets[3]);
        }

        return Finish(hash);
    }

    private static ulong Mix(ulong one, ulong other, ulong secret)
    {
        var high = Math.BigMul(one ^ Secrets[0], other ^ Secrets[1], out var low);
        return high ^ low ^ secret;
    }

    private static ulong Finish(ulong hash)
    {
        var high = Math.BigMul(hash ^ Secrets[3], Secrets[0], out var low);
        return high ^ low;
    }

    private static ulong[] NewSecrets()
    {
        var secrets = new ulong[4];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(secrets.AsSpan()));
        for (var i = 0; i < secrets.Length; i++)
        {
            // An even factor would lose bits.
            secrets[i] |= 1;
        }

        return secrets;
    }
}
