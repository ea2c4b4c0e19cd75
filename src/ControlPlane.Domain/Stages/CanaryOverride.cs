using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Domain.Stages;

/// <summary>
/// A header by which whoever knows a secret picks a variant: <c>{secret}=canary</c>, <c>{secret}=base</c>, or the secret alone for the canary.
/// The secret itself is not kept.
/// </summary>
/// <param name="HeaderName">The header; it goes no further than the router.</param>
/// <param name="Key">What the digest was made with, in hexadecimal digits.</param>
/// <param name="Digest">The secret's HMAC-SHA-256, in hexadecimal digits.</param>
public sealed record CanaryOverride(string HeaderName, string Key, string Digest)
{
    /// <summary>Fewest characters of a secret.</summary>
    public const int MinSecret = 12;

    /// <summary>Most characters of a secret.</summary>
    public const int MaxSecret = 128;

    private const int _keyBytes = 16;

    /// <summary>Keeps a secret's digest.</summary>
    /// <param name="headerName">The header.</param>
    /// <param name="secret">The secret, checked.</param>
    public static CanaryOverride Create(string headerName, string secret)
    {
        Span<byte> key = stackalloc byte[_keyBytes];
        RandomNumberGenerator.Fill(key);
        return new CanaryOverride(
            headerName, Convert.ToHexStringLower(key), Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(secret))));
    }
}
