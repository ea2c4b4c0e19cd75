using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Wire;

/// <summary>A value that breaks a constraint of AWS's service model; checked before any business rule, all of a request at once.</summary>
/// <param name="Text">The text as AWS words it.</param>
public sealed record Violation(string Text)
{
    /// <summary>A value outside an enum.</summary>
    public static Violation NotInEnum(string value, string member, IEnumerable<string> names) =>
        new($"Value '{value}' at '{member}' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", names)}]");

    /// <summary>A value that does not match a pattern.</summary>
    public static Violation NotMatching(string value, string member, string pattern) =>
        new($"Value '{value}' at '{member}' failed to satisfy constraint: Member must satisfy regular expression pattern: {pattern}");

    /// <summary>A required value that is missing.</summary>
    public static Violation Missing(string member) =>
        new($"Value null at '{member}' failed to satisfy constraint: Member must not be null");

    /// <summary>The 400 ValidationException of one violation.</summary>
    public ApiException ToException() => ToException([this]);

    /// <summary>The 400 ValidationException of several violations.</summary>
    public static ApiException ToException(IReadOnlyCollection<Violation> violations) => new(
        ErrorType.ValidationException,
        $"{violations.Count} validation error{(violations.Count == 1 ? "" : "s")} detected: {string.Join("; ", violations.Select(v => v.Text))}");
}
