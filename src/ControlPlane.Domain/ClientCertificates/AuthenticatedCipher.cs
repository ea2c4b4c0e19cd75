using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Domain.ClientCertificates;

/// <summary>AES-256-GCM under a key of one purpose, with a nonce by chance: version, nonce, tag, cipher text.</summary>
internal sealed class AuthenticatedCipher
{
    /// <summary>By how many bytes a text grows.</summary>
    public const int Overhead = 1 + _nonceBytes + _tagBytes;

    private const int _nonceBytes = 12;
    private const int _tagBytes = 16;
    private const byte _version = 1;

    private readonly byte[] _key;

    /// <param name="secret">What the key is made of.</param>
    /// <param name="purpose">What it is for: each purpose has a key of its own.</param>
    public AuthenticatedCipher(byte[] secret, ReadOnlySpan<byte> purpose) => _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: purpose.ToArray());

    /// <summary>Encrypts.</summary>
    /// <param name="plain">What.</param>
    /// <param name="owner">What it belongs to, without which it cannot be read.</param>
    public byte[] Encrypt(ReadOnlySpan<byte> plain, string owner)
    {
        var covered = new byte[Overhead + plain.Length];
        covered[0] = _version;
        var nonce = covered.AsSpan(1, _nonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, _tagBytes);
        aes.Encrypt(nonce, plain, covered.AsSpan(Overhead), covered.AsSpan(1 + _nonceBytes, _tagBytes), Encoding.UTF8.GetBytes(owner));
        return covered;
    }

    /// <summary>Decrypts.</summary>
    /// <exception cref="CryptographicException">It was changed, belongs to another owner, or was encrypted with another secret or by another version.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> covered, string owner)
    {
        if (covered.Length < Overhead || covered[0] != _version)
        {
            throw new CryptographicException("What is stored is not what this version has encrypted.");
        }

        var plain = new byte[covered.Length - Overhead];
        using var aes = new AesGcm(_key, _tagBytes);
        aes.Decrypt(covered.Slice(1, _nonceBytes), covered[Overhead..], covered.Slice(1 + _nonceBytes, _tagBytes), plain, Encoding.UTF8.GetBytes(owner));
        return plain;
    }
}
