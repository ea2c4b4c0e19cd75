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

    private const int _nonceBytes = 12;
    private const int _tagBytes = 16;
    private const byte _version = 1;

    private readonly byte[] _key;

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
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, 32, info: "controlplane client certificates"u8.ToArray());
        Responses = new ResponseProtection(bytes);
    }

    /// <summary>Encrypts cached responses with a key of its own, made of the same secret.</summary>
    public ResponseProtection Responses { get; }

    /// <summary>Encrypts a key.</summary>
    /// <param name="key">The key, PKCS #8.</param>
    /// <param name="certificateId">The certificate it belongs to, without which it cannot be read.</param>
    /// <returns>Base64: version, nonce, tag, cipher text.</returns>
    public string Protect(ReadOnlySpan<byte> key, string certificateId)
    {
        var sealedKey = new byte[1 + _nonceBytes + _tagBytes + key.Length];
        sealedKey[0] = _version;
        var nonce = sealedKey.AsSpan(1, _nonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, _tagBytes);
        aes.Encrypt(
            nonce,
            key,
            sealedKey.AsSpan(1 + _nonceBytes + _tagBytes),
            sealedKey.AsSpan(1 + _nonceBytes, _tagBytes),
            Encoding.UTF8.GetBytes(certificateId));
        return Convert.ToBase64String(sealedKey);
    }

    /// <summary>Decrypts a key.</summary>
    /// <exception cref="CryptographicException">It was changed, belongs to another certificate, or was encrypted with another secret.</exception>
    public byte[] Unprotect(string protectedKey, string certificateId)
    {
        var sealedKey = Decode(protectedKey);
        var key = new byte[sealedKey.Length - 1 - _nonceBytes - _tagBytes];
        using var aes = new AesGcm(_key, _tagBytes);
        aes.Decrypt(
            sealedKey.AsSpan(1, _nonceBytes),
            sealedKey.AsSpan(1 + _nonceBytes + _tagBytes),
            sealedKey.AsSpan(1 + _nonceBytes, _tagBytes),
            key,
            Encoding.UTF8.GetBytes(certificateId));
        return key;
    }

    private static byte[] Decode(string protectedKey)
    {
        var bytes = new byte[protectedKey.Length];
        return Convert.TryFromBase64String(protectedKey, bytes, out var length) && length > 1 + _nonceBytes + _tagBytes && bytes[0] == _version
            ? bytes[..length]
            : throw new CryptographicException("The stored private key is not one that this version has encrypted.");
    }
}
