using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Lambda.Signing;

/// <summary>Where a signature counts: one service in one region on one day (UTC).</summary>
/// <param name="Day">The day, <c>yyyyMMdd</c>.</param>
/// <param name="Region">The region.</param>
/// <param name="Service">The service's signing name.</param>
internal readonly record struct SigningScope(string Day, string Region, string Service)
{
    /// <summary>What the signatures are called.</summary>
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>What ends every scope.</summary>
    public const string Terminator = "aws4_request";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string DayFormat = "yyyyMMdd";

    /// <summary>A time as signatures write it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The day of a time as scopes write it.</summary>
    public static string DayOf(DateTimeOffset time) => time.UtcDateTime.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads a time that <see cref="Time"/> wrote.</summary>
    public static bool TryParseTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>The key that a secret makes for this scope.</summary>
    public byte[] Key(string secretKey) =>
        Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + secretKey), Day), Region), Service), Terminator);

    /// <summary>The signature of a request, lower-case hexadecimal.</summary>
    /// <param name="key">What <see cref="Key"/> gave.</param>
    /// <param name="time">When it is signed.</param>
    /// <param name="request">The request.</param>
    public string Sign(byte[] key, DateTimeOffset time, CanonicalRequest request)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Text)));
        return Convert.ToHexStringLower(Hmac(key, $"{Algorithm}\n{Time(time)}\n{this}\n{hash}"));
    }

    /// <summary>The scope as signatures name it.</summary>
    public override string ToString() => $"{Day}/{Region}/{Service}/{Terminator}";

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
