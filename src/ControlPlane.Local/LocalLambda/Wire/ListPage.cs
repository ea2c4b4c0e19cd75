using System.Globalization;
using System.Text;

namespace ControlPlane.Local.LocalLambda.Wire;

/// <summary>Marker and MaxItems of a list request. A marker is the base64 of the last key shown, so that it survives inserts and deletes.</summary>
/// <param name="After">Continue behind this key, or null to start at the first.</param>
/// <param name="MaxItems">At most this many.</param>
internal sealed record ListPage(string? After, int MaxItems)
{
    private const int MaxAllowed = 10000;

    /// <summary>Reads both from the query.</summary>
    /// <param name="call">The request.</param>
    /// <param name="most">How many the operation returns at most, whatever is asked for.</param>
    public static ListPage From(LambdaCall call, int most = 50)
    {
        var violations = new ConstraintViolations();
        var asked = most;
        if (call.Query("MaxItems") is { Length: > 0 } text)
        {
            if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out asked))
            {
                throw LambdaErrors.Serialization($"MaxItems: '{text}' can not be converted to an Integer");
            }

            violations.Range(asked, "maxItems", 1, MaxAllowed);
        }

        violations.ThrowIfAny();
        return new ListPage(ParseMarker(call.Query("Marker")), Math.Min(asked, most));
    }

    public static string MarkerOf(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    private static string? ParseMarker(string? marker)
    {
        if (string.IsNullOrEmpty(marker))
        {
            return null;
        }

        var bytes = new byte[marker.Length];
        return Convert.TryFromBase64String(marker, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw LambdaErrors.InvalidParameter("Invalid marker.");
    }
}
