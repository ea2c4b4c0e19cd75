using System.Numerics;

namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>Values of templates as objects; small and frequent ones are shared.</summary>
internal static class Boxed
{
    private const int Smallest = -128;
    private const int Largest = 1023;

    public static readonly object True = true;
    public static readonly object False = false;

    private static readonly object[] SmallIntegers = NewIntegers();

    public static object Of(bool value) => value ? True : False;

    public static object Of(int value) => value is >= Smallest and <= Largest ? SmallIntegers[value - Smallest] : value;

    public static object Of(long value) => value is >= int.MinValue and <= int.MaxValue ? Of((int)value) : value;

    /// <summary>An integer of any size within the limits, in the smallest type that holds it.</summary>
    public static object Of(BigInteger value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            return Of((long)value);
        }

        return value.GetBitLength() <= TemplateLimits.IntegerBits
            ? value
            : throw TemplateFailure.Because($"an integer has more than {TemplateLimits.IntegerBits} bits");
    }

    private static object[] NewIntegers()
    {
        var integers = new object[Largest - Smallest + 1];
        for (var i = 0; i < integers.Length; i++)
        {
            integers[i] = Smallest + i;
        }

        return integers;
    }
}
