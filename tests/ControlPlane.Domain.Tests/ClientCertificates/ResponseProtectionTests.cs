using System.Security.Cryptography;
using ControlPlane.Domain.ClientCertificates;

namespace ControlPlane.Domain.Tests.ClientCertificates;

public sealed class ResponseProtectionTests
{
    private static readonly byte[] _response = [1, 2, 3];

    [Fact]
    public void Responses_ComeBack_UnderTheSameSecretAndEntry()
    {
        var covered = Protection('s').Protect(_response, "entry");
        covered.Length.ShouldBe(_response.Length + ResponseProtection.Overhead);
        Protection('s').Unprotect(covered, "entry").ShouldBe(_response);
        Protection('s').Protect(_response, "entry").ShouldNotBe(covered, "no two look alike");
    }

    [Fact]
    public void Anything_Else_IsRefused()
    {
        var covered = Protection('s').Protect(_response, "entry");
        Should.Throw<CryptographicException>(() => Protection('t').Unprotect(covered, "entry"));
        Should.Throw<CryptographicException>(() => Protection('s').Unprotect(covered, "other"));
        Should.Throw<CryptographicException>(() => Protection('s').Unprotect([], "entry"));
        for (var i = 0; i < covered.Length; i++)
        {
            var changed = covered.ToArray();
            changed[i] ^= 1;
            Should.Throw<CryptographicException>(() => Protection('s').Unprotect(changed, "entry"));
        }
    }

    private static ResponseProtection Protection(char letter) => new KeyProtection(new string(letter, 32)).Responses;
}
