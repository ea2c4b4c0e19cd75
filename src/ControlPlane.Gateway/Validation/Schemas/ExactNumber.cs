using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary>A number of JSON, exact however large it is and however many digits it has: 0.d1d2d3... times ten to the power of an exponent.</summary>
internal readonly ref struct ExactNumber
{
    private const long FarAway = 100_000_000_000_000_000;
    private const int ChunkDigits = 18;

    private readonly bool _isNegative;
    private readonly ReadOnlySpan<byte> _digits;
    private readonly long _exponent;

    private ExactNumber(bool isNegative, ReadOnlySpan<byte> digits, long exponent)
    {
        _isNegative = isNegative;
        _digits = digits;
        _exponent = exponent;
    }

    /// <summary>How many significant digits it has; none is zero.</summary>
    public int Length => _digits.Length;

    /// <summary>Whether JSON text is an integer to draft 4: without fraction and exponent.</summary>
    public static bool IsInteger(JsonElement number) => JsonMarshal.GetRawUtf8Value(number).IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;

    public static ExactNumber Of(JsonElement number)
    {
        var text = JsonMarshal.GetRawUtf8Value(number);
        var isNegative = text[0] == '-';
        text = isNegative ? text[1..] : text;
        var end = text.IndexOfAny((byte)'e', (byte)'E');
        var exponent = end < 0 ? 0 : Exponent(text[(end + 1)..]);
        var mantissa = end < 0 ? text : text[..end];
        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa.Length : point;
        ReadOnlySpan<byte> digits = point < 0 ? mantissa : (byte[])[.. mantissa[..point], .. mantissa[(point + 1)..]];
        var trimmed = digits.TrimStart((byte)'0');
        var leading = digits.Length - trimmed.Length;
        trimmed = trimmed.TrimEnd((byte)'0');
        return trimmed.IsEmpty ? default : new(isNegative, trimmed, exponent + whole - leading);
    }

    public int CompareTo(ExactNumber other)
    {
        var (sign, otherSign) = (Sign, other.Sign);
        if (sign != otherSign || sign == 0)
        {
            return sign.CompareTo(otherSign);
        }

        var magnitude = _exponent.CompareTo(other._exponent);
        return sign * (magnitude != 0 ? magnitude : _digits.SequenceCompareTo(other._digits));
    }

    /// <summary>Whether it is a whole multiple of a divisor above zero.</summary>
    public bool IsMultipleOf(ExactNumber divisor)
    {
        if (Length == 0)
        {
            return true;
        }

        // Both are whole numbers without trailing zeros, times a power of ten: a divisor with the greater power cannot divide.
        var shift = _exponent - Length - (divisor._exponent - divisor.Length);
        if (shift < 0)
        {
            return false;
        }

        var modulus = BigInteger.Parse(System.Text.Encoding.ASCII.GetString(divisor._digits), System.Globalization.CultureInfo.InvariantCulture);
        return Remainder(modulus) * BigInteger.ModPow(10, shift, modulus) % modulus == 0;
    }

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_isNegative);
        hash.Add(_exponent);
        hash.AddBytes(_digits);
        return hash.ToHashCode();
    }

    private int Sign => Length == 0 ? 0 : _isNegative ? -1 : 1;

    private BigInteger Remainder(BigInteger modulus)
    {
        var remainder = BigInteger.Zero;
        for (var at = 0; at < _digits.Length; at += ChunkDigits)
        {
            var chunk = _digits[at..Math.Min(at + ChunkDigits, _digits.Length)];
            var (number, scale) = (0L, 1L);
            foreach (var digit in chunk)
            {
                number = (number * 10) + (digit - '0');
                scale *= 10;
            }

            remainder = ((remainder * scale) + number) % modulus;
        }

        return remainder;
    }

    private static long Exponent(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        var exponent = 0L;
        foreach (var digit in text[0] is (byte)'-' or (byte)'+' ? text[1..] : text)
        {
            exponent = Math.Min((exponent * 10) + (digit - '0'), FarAway);
        }

        return isNegative ? -exponent : exponent;
    }
}
