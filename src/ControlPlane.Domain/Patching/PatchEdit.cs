using System.Globalization;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Patching;

/// <summary>An operation that matched a rule of a <see cref="PatchTable{T}"/>, with what the path captured.</summary>
public sealed class PatchEdit
{
    private readonly string[] _captures;

    internal PatchEdit(PatchOperation operation, string[] captures)
    {
        Operation = operation;
        _captures = captures;
    }

    /// <summary>The operation as it was sent.</summary>
    public PatchOperation Operation { get; }

    /// <summary>What the variables of the path matched, in their order.</summary>
    public IReadOnlyList<string> Captures => _captures;

    /// <summary>The path, never null here.</summary>
    public string Path => Operation.Path!;

    /// <summary>The value, or null when none was sent.</summary>
    public string? Value => Operation.Value;

    /// <summary>Whether the operation removes.</summary>
    public bool Removes => Operation.Op == PatchOp.Remove;

    /// <summary>The value as text.</summary>
    /// <exception cref="ApiException">400: there is none.</exception>
    public string Text => Value ?? throw ApiException.BadRequest($"Invalid patch value: value is required for path {Path}");

    /// <summary>The value as a boolean.</summary>
    /// <exception cref="ApiException">400: it is not <c>true</c> or <c>false</c>.</exception>
    public bool Boolean => Text.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        _ => throw Invalid("must be a boolean"),
    };

    /// <summary>The value as a whole number within bounds.</summary>
    /// <exception cref="ApiException">400: it is not.</exception>
    public int Whole(int min, int max) =>
        int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Invalid(max == int.MaxValue ? $"must be an integer of at least {min}" : $"must be an integer between {min} and {max}");

    /// <summary>The value as a number within bounds.</summary>
    /// <exception cref="ApiException">400: it is not.</exception>
    public double Number(double min, double max) =>
        double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Invalid(
                max == double.MaxValue
                    ? string.Create(CultureInfo.InvariantCulture, $"must be a number of at least {min:0.0}")
                    : string.Create(CultureInfo.InvariantCulture, $"must be a number between {min:0.0} and {max:0.0}"));

    /// <summary>The value as a member of an enum.</summary>
    /// <exception cref="ApiException">400 ValidationException that lists the names.</exception>
    public T Member<T>()
        where T : struct, Enum => WireNames.Parse<T>(Text, Path);

    /// <summary>The 400 of a value that does not fit its path.</summary>
    public ApiException Invalid(string rule) => ApiException.BadRequest($"Invalid value '{Value}' specified for path '{Path}': it {rule}");
}
