using System.Security.Cryptography;

namespace ControlPlane.Domain.ClientCertificates;

/// <summary>Encrypts cached responses before they leave the process: AES-256-GCM (AWS: cacheDataEncrypted).</summary>
public sealed class ResponseProtection
{
    /// <summary>By how many bytes a response grows.</summary>
    public const int Overhead = AuthenticatedCipher.Overhead;

    private readonly AuthenticatedCipher _cipher;

    internal ResponseProtection(byte[] secret) => _cipher = new AuthenticatedCipher(secret, "controlplane cached responses"u8);

    /// <summary>Encrypts a response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="entry">The entry it belongs to, without which it cannot be read.</param>
    /// <returns>Version, nonce, tag, cipher text.</returns>
    public byte[] Protect(ReadOnlySpan<byte> response, string entry) => _cipher.Encrypt(response, entry);

    /// <summary>Decrypts a response.</summary>
    /// <exception cref="CryptographicException">It was changed, belongs to another entry, or was encrypted with another secret.</exception>
    public byte[] Unprotect(ReadOnlySpan<byte> covered, string entry) => _cipher.Decrypt(covered, entry);
}
