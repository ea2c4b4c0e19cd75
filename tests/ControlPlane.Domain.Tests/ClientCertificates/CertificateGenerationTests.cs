using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ControlPlane.Domain.ClientCertificates;

namespace ControlPlane.Domain.Tests.ClientCertificates;

public sealed class CertificateGenerationTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly KeyProtection _protection = new(new string('s', 32));

    [Fact]
    public void Generate_IsSelfSigned_LivesAYear_AndOpensWithItsKey()
    {
        var generated = CertificateGeneration.Generate("abc123", _now, _protection);
        (generated.CreatedDate, generated.ExpirationDate).ShouldBe((_now, _now.AddDays(365)));
        generated.PemEncodedCertificate.ShouldStartWith("-----BEGIN CERTIFICATE-----");
        generated.PemEncodedCertificate.ShouldNotContain("PRIVATE");

        using var opened = CertificateGeneration.Open(generated, _protection);
        (opened.HasPrivateKey, opened.Subject, opened.Issuer).ShouldBe((true, "CN=ApiGateway", "CN=ApiGateway"));
        (opened.NotBefore.ToUniversalTime(), opened.NotAfter.ToUniversalTime()).ShouldBe((_now.UtcDateTime, _now.AddDays(365).UtcDateTime));
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, VerificationTime = _now.UtcDateTime.AddDays(1) } };
        chain.ChainPolicy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(generated.PemEncodedCertificate));
        chain.Build(opened).ShouldBeTrue(string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
    }

    [Fact]
    public void Open_OtherSecretOrOtherCertificate_IsRefused()
    {
        var generated = CertificateGeneration.Generate("abc123", _now, _protection);
        Should.Throw<CryptographicException>(() => CertificateGeneration.Open(generated, new KeyProtection(new string('t', 32))));
        Should.Throw<CryptographicException>(() => CertificateGeneration.Open(generated with { Id = "other1" }, _protection));
        foreach (var damaged in new[] { "", "!", "AAAA", generated.ProtectedKey[..40], "B" + generated.ProtectedKey[1..], generated.ProtectedKey[..^8] + "AAAAAAAA" })
        {
            Should.Throw<CryptographicException>(() => CertificateGeneration.Open(generated with { ProtectedKey = damaged }, _protection), damaged);
        }
    }

    [Fact]
    public void Protect_TheSameKeyTwice_IsNotTheSame()
    {
        var key = RandomNumberGenerator.GetBytes(100);
        var once = _protection.Protect(key, "a");
        _protection.Protect(key, "a").ShouldNotBe(once);
        _protection.Unprotect(once, "a").ShouldBe(key);
    }

    [Fact]
    public void Secret_TooShort_IsRefused() => Should.Throw<ArgumentException>(() => new KeyProtection("short"));
}
