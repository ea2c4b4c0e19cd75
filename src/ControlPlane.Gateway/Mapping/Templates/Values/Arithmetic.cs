using System.Numerics;

namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>Sums and comparisons of numbers. Integers grow as they must; one floating point number makes the result one.</summary>
internal static class Arithmetic
{
    public static bool IsNumber(object? value) => value is int or long or double or BigInteger;

    /// <summary>Compares two numbers.</summary>
    public static int Compare(object left, object right)
    {
        if (left is int one && right is int other)
        {
            return one.CompareTo(other);
        }

        return left is double || right is double
            ? ToDouble(left).CompareTo(ToDouble(right))
            : ToInteger(left).CompareTo(ToInteger(right));
    }

    public static object Add(object left, object right) =>
        left is int one && right is int other ? Boxed.Of((long)one + other)
        : left is double || right is double ? ToDouble(left) + ToDouble(right)
        : Boxed.Of(ToInteger(left) + ToInteger(right));

    public static object Subtract(object left, object right) =>
        left is int one && right is int other ? Boxed.Of((long)one - other)
        : left is double || right is double ? ToDouble(left) - ToDouble(right)
        : Boxed.Of(ToInteger(left) - ToInteger(right));

    public static object Multiply(object left, object right) =>
        left is int one && right is int other ? Boxed.Of((long)one * other)
        : left is double || right is double ? ToDouble(left) * ToDouble(right)
        : Boxed.Of(ToInteger(left) * ToInteger(right));

    /// <summary>Divides, integers without remainder; null by zero.</summary>
    public static object? Divide(object left, object right)
    {
        if (IsZero(right))
        {
            return null;
        }

        return left is double || right is double
            ? ToDouble(left) / ToDouble(right)
            : Boxed.Of(ToInteger(left) / ToInteger(right));
    }

    /// <summary>The remainder, with the sign of the left side; null by zero.</summary>
    public static object? Remainder(object left, object right)
    {
        if (IsZero(right))
        {
            return null;
        }

        return left is double || right is double
            ? ToDouble(left) % ToDouble(right)
            : Boxed.Of(BigInteger.Remainder(ToInteger(left), ToInteger(right)));
    }

    public static double ToDouble(object number) => number switch
    {
        int value => value,
        long value => value,
        double value => value,
        BigInteger value => (double)value,
        _ => throw new ArgumentException($"{number.GetType()} is no number.", nameof(number)),
    };

    /// <summary>A number without its fraction.</summary>
    public static BigInteger ToInteger(object number) => number switch
    {
        int value => value,
        long value => value,
        double value => double.IsFinite(value) ? new BigInteger(value) : BigInteger.Zero,
        BigInteger value => value,
        _ => throw new ArgumentException($"{number.GetType()} is no number.", nameof(number)),
    };

    private static bool IsZero(object number) => number switch
    {
        int value => value == 0,
        double value => value == 0,
        _ => false,
    };
}
