using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Lambda.Signing;

/// <summary>Where a signature counts: one service in one region. Keeps the day's signing key.</summary>
internal sealed class SigningScope(string region, string service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private DayKey? _key;

    /// <summary>The <c>Authorization</c> header for a canonical request.</summary>
    public string Authorization(string accessKey, string secretKey, DateTime utc, CanonicalRequest request)
    {
        var day = utc.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var scope = $"{day}/{region}/{service}/aws4_request";
        var time = utc.ToString(CanonicalRequest.DateFormat, CultureInfo.InvariantCulture);
        var toSign = $"{Algorithm}\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request.Text)))}";
        var signature = Hex(HMACSHA256.HashData(Key(secretKey, day), Encoding.UTF8.GetBytes(toSign)));
        return $"{Algorithm} Credential={accessKey}/{scope}, SignedHeaders={request.SignedHeaders}, Signature={signature}";
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private byte[] Key(string secretKey, string day)
    {
        if (_key is { } known && known.Day == day && known.SecretKey == secretKey)
        {
            return known.Key;
        }

        var key = Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + secretKey), day), region), service), "aws4_request");
        _key = new DayKey(secretKey, day, key);
        return key;
    }

    private sealed record DayKey(string SecretKey, string Day, byte[] Key);
}
