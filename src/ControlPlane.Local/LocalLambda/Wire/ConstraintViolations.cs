using System.Globalization;

namespace ControlPlane.Local.LocalLambda.Wire;

/// <summary>Collects every broken constraint of a request, to report them in one ValidationException as AWS words it.</summary>
internal sealed class ConstraintViolations
{
    private readonly List<string> _found = [];

    public void Add(string? value, string member, string constraint) => _found.Add(value is null
        ? $"Value null at '{member}' failed to satisfy constraint: {constraint}"
        : $"Value '{value}' at '{member}' failed to satisfy constraint: {constraint}");

    public void Required(object? value, string member)
    {
        if (value is null)
        {
            Add(null, member, "Member must not be null");
        }
    }

    public void Length(string? value, string member, int min, int max)
    {
        if (value?.Length < min)
        {
            Add(value, member, $"Member must have length greater than or equal to {min}");
        }
        else if (value?.Length > max)
        {
            Add(value, member, $"Member must have length less than or equal to {max}");
        }
    }

    public void Range(int? value, string member, int min, int max)
    {
        if (value < min)
        {
            Add(Text(value), member, $"Member must have value greater than or equal to {min}");
        }
        else if (value > max)
        {
            Add(Text(value), member, $"Member must have value less than or equal to {max}");
        }
    }

    public void Pattern(string? value, string member, System.Text.RegularExpressions.Regex pattern, string shown)
    {
        if (value is not null && !pattern.IsMatch(value))
        {
            Add(value, member, $"Member must satisfy regular expression pattern: {shown}");
        }
    }

    public void OneOf(string? value, string member, params ReadOnlySpan<string> allowed)
    {
        if (value is not null && !allowed.Contains(value))
        {
            Add(value, member, $"Member must satisfy enum value set: [{string.Join(", ", allowed!)}]");
        }
    }

    /// <summary>Throws when anything was found.</summary>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
        {
            throw LambdaErrors.Validation($"{_found.Count} validation error{(_found.Count > 1 ? "s" : string.Empty)} detected: {string.Join("; ", _found)}");
        }
    }

    private static string Text(int? value) => value!.Value.ToString(CultureInfo.InvariantCulture);
}
