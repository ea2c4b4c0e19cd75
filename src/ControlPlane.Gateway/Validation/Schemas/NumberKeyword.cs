using System.Text.Json;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary><c>minimum</c>, <c>maximum</c>, their exclusive forms, and <c>multipleOf</c>.</summary>
internal sealed class NumberKeyword : Keyword
{
    private const int DigitsPerUnit = 64;

    public JsonElement? Minimum { get; init; }

    public bool IsMinimumExclusive { get; init; }

    public JsonElement? Maximum { get; init; }

    public bool IsMaximumExclusive { get; init; }

    public JsonElement? MultipleOf { get; init; }

    public override bool Accepts(JsonElement value, SchemaCheck check)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return true;
        }

        var number = ExactNumber.Of(value);
        check.Charge(number.Length / DigitsPerUnit);
        var fits = true;
        if (Minimum is { } minimum)
        {
            var order = number.CompareTo(ExactNumber.Of(minimum));
            fits &= order switch
            {
                < 0 => check.Fail($"numeric instance is lower than the required minimum (minimum: {minimum}, found: {value})"),
                0 when IsMinimumExclusive => check.Fail($"numeric instance is not strictly greater than the required minimum {minimum}"),
                _ => true,
            };
        }

        if (Maximum is { } maximum)
        {
            var order = number.CompareTo(ExactNumber.Of(maximum));
            fits &= order switch
            {
                > 0 => check.Fail($"numeric instance is greater than the required maximum (maximum: {maximum}, found: {value})"),
                0 when IsMaximumExclusive => check.Fail($"numeric instance is not strictly lower than the required maximum {maximum}"),
                _ => true,
            };
        }

        return (MultipleOf is not { } divisor
            || number.IsMultipleOf(ExactNumber.Of(divisor))
            || check.Fail($"remainder of division is not zero ({value} / {divisor})")) && fits;
    }
}
