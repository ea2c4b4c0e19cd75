using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Domain.ClientCertificates;

/// <summary>Encrypts cached responses before they leave the process: AES-256-GCM (AWS: cacheDataEncrypted).</summary>
public sealed class ResponseProtection
{
    /// <summary>By how many bytes a response grows.</summary>
    public const int Overhead = 1 + _nonceBytes + _tagBytes;

    private const int _nonceBytes = 12;
    private const int _tagBytes = 16;
    private const byte _version = 1;

    private readonly byte[] _key;

    internal ResponseProtection(byte[] secret) =>
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "controlplane cached responses"u8.ToArray());

    /// <summary>Encrypts a response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="entry">The entry it belongs to, without which it cannot be read.</param>
    /// <returns>Version, nonce, tag, cipher text.</returns>
    public byte[] Protect(ReadOnlySpan<byte> response, string entry)
    {
        var covered = new byte[Overhead + response.Length];
        covered[0] = _version;
        var nonce = covered.AsSpan(1, _nonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, _tagBytes);
        aes.Encrypt(nonce, response, covered.AsSpan(Overhead), covered.AsSpan(1 + _nonceBytes, _tagBytes), Encoding.UTF8.GetBytes(entry));
        return covered;
    }

    /// <summary>Decrypts a response.</summary>
    /// <exception cref="CryptographicException">It was changed, belongs to another entry, or was encrypted with another secret.</exception>
    public byte[] Unprotect(ReadOnlySpan<byte> covered, string entry)
    {
        if (covered.Length < Overhead || covered[0] != _version)
        {
            throw new CryptographicException("The stored response is not one that this version has encrypted.");
        }

        var response = new byte[covered.Length - Overhead];
        using var aes = new AesGcm(_key, _tagBytes);
        aes.Decrypt(
            covered.Slice(1, _nonceBytes), covered[Overhead..], covered.Slice(1 + _nonceBytes, _tagBytes), response, Encoding.UTF8.GetBytes(entry));
        return response;
    }
}
