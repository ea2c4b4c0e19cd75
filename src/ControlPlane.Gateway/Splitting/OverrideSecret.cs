using System.Security.Cryptography;
using System.Text;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Gateway.Splitting;

/// <summary>Checks the header by which testers pick a variant.</summary>
/// <param name="settings">Its name and the secret's digest.</param>
internal sealed class OverrideSecret(CanaryOverride settings)
{
    private const string ToCanary = "=canary";
    private const string ToBase = "=base";

    private readonly byte[] _key = Convert.FromHexString(settings.Key);
    private readonly byte[] _digest = Convert.FromHexString(settings.Digest);

    /// <summary>The header.</summary>
    public string HeaderName => settings.HeaderName;

    /// <summary>Which variant a value picks: true for the canary, null when it does not have the secret. Takes as long for every wrong value of a length.</summary>
    public bool? Picks(ReadOnlySpan<char> value)
    {
        value = value.Trim(' ');
        var picksBase = value.EndsWith(ToBase, StringComparison.OrdinalIgnoreCase);
        var secret = picksBase ? value[..^ToBase.Length]
            : value.EndsWith(ToCanary, StringComparison.OrdinalIgnoreCase) ? value[..^ToCanary.Length]
            : value;
        Span<byte> bytes = stackalloc byte[CanaryOverride.MaxSecret];
        if (!Encoding.ASCII.TryGetBytes(secret, bytes, out var length))
        {
            return null;
        }

        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, bytes[..length], digest);
        return CryptographicOperations.FixedTimeEquals(digest, _digest) ? !picksBase : null;
    }
}
