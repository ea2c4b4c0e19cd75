using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Domain.ClientCertificates;

/// <summary>How client certificates are made and read.</summary>
public static class CertificateGeneration
{
    /// <summary>Days a certificate lives.</summary>
    public const int LifeDays = 365;

    private const int _keyBits = 2048;
    private const string _clientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Makes a new self-signed certificate with its own RSA key (AWS: GenerateClientCertificate).</summary>
    /// <param name="id">Its id.</param>
    /// <param name="now">From when on it lives, to the second.</param>
    /// <param name="protection">Encrypts the private key.</param>
    public static ClientCertificate Generate(string id, DateTimeOffset now, KeyProtection protection)
    {
        ArgumentNullException.ThrowIfNull(protection);
        using var key = RSA.Create(_keyBits);
        var request = new CertificateRequest("CN=ApiGateway", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(_clientAuthentication)], critical: false));
        var end = now.AddDays(LifeDays);
        using var certificate = request.CreateSelfSigned(now, end);
        return new ClientCertificate
        {
            Id = id,
            PemEncodedCertificate = certificate.ExportCertificatePem(),
            ProtectedKey = protection.Protect(key.ExportPkcs8PrivateKey(), id),
            CreatedDate = now,
            ExpirationDate = end,
        };
    }

    /// <summary>A certificate with its private key, ready for TLS.</summary>
    /// <exception cref="CryptographicException">The key cannot be decrypted, or certificate and key do not belong together.</exception>
    public static X509Certificate2 Open(ClientCertificate certificate, KeyProtection protection)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(protection);
        var bytes = protection.Unprotect(certificate.ProtectedKey, certificate.Id);
        try
        {
            using var key = RSA.Create();
            key.ImportPkcs8PrivateKey(bytes, out _);
            using var bare = X509Certificate2.CreateFromPem(certificate.PemEncodedCertificate);
            return bare.CopyWithPrivateKey(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
