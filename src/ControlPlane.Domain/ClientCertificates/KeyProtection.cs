using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Domain.ClientCertificates;

/// <summary>
/// Encrypts private keys before they are stored: AES-256-GCM under a key made of a secret that is kept elsewhere than the store.
/// </summary>
public sealed class KeyProtection
{
    /// <summary>The fewest characters of a secret.</summary>
    public const int MinSecretLength = 32;

    private readonly AuthenticatedCipher _cipher;

    /// <param name="secret">The secret, 32 characters or more, unguessable.</param>
    /// <exception cref="ArgumentException">It is shorter.</exception>
    public KeyProtection(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Length < MinSecretLength)
        {
            throw new ArgumentException($"The secret that protects private keys must have at least {MinSecretLength} characters.", nameof(secret));
        }

        var bytes = Encoding.UTF8.GetBytes(secret);
        _cipher = new AuthenticatedCipher(bytes, "controlplane client certificates"u8);
        Responses = new ResponseProtection(bytes);
    }

    /// <summary>Encrypts cached responses with a key of its own, made of the same secret.</summary>
    public ResponseProtection Responses { get; }

    /// <summary>Encrypts a key.</summary>
    /// <param name="key">The key, PKCS #8.</param>
    /// <param name="certificateId">The certificate it belongs to, without which it cannot be read.</param>
    /// <returns>Base64: version, nonce, tag, cipher text.</returns>
    public string Protect(ReadOnlySpan<byte> key, string certificateId) => Convert.ToBase64String(_cipher.Encrypt(key, certificateId));

    /// <summary>Decrypts a key.</summary>
    /// <exception cref="CryptographicException">It was changed, belongs to another certificate, or was encrypted with another secret.</exception>
    public byte[] Unprotect(string protectedKey, string certificateId)
    {
        ArgumentNullException.ThrowIfNull(protectedKey);
        var bytes = new byte[protectedKey.Length];
        return Convert.TryFromBase64String(protectedKey, bytes, out var length)
            ? _cipher.Decrypt(bytes.AsSpan(0, length), certificateId)
            : throw new CryptographicException("The stored private key is not Base64.");
    }
}
