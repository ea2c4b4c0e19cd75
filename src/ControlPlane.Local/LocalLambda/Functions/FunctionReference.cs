using System.Text.RegularExpressions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>A function as a request names it: name, <c>name:qualifier</c>, partial ARN or full ARN, and the qualifier from there or the query.</summary>
/// <param name="Name">The bare function name.</param>
/// <param name="Qualifier">A version, an alias, <c>$LATEST</c>, or null when none was given.</param>
internal sealed partial record FunctionReference(string Name, string? Qualifier)
{
    public const string Latest = "$LATEST";

    private const string NamePattern =
        @"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?";

    private const string QualifierPattern = "(|[a-zA-Z0-9$_-]+)";

    /// <summary>The qualifier, <c>$LATEST</c> when none was given.</summary>
    public string QualifierOrLatest => Qualifier ?? Latest;

    /// <summary>Parses what a path, and perhaps a query, say.</summary>
    /// <exception cref="LambdaException">Neither form fits, the two qualifiers differ, or the function is another account's.</exception>
    public static FunctionReference Parse(LambdaAccount account, string text, string? qualifier)
    {
        Validate(text, qualifier);
        var match = FullName().Match(text);
        var name = match.Groups["name"].Value;
        var suffix = match.Groups["qualifier"] is { Success: true } group ? group.Value : null;
        if (suffix is not null && !string.IsNullOrEmpty(qualifier) && suffix != qualifier)
        {
            throw LambdaErrors.InvalidParameter("The derived qualifier from the function name does not match the specified qualifier.");
        }

        if ((match.Groups["account"] is { Success: true } owner && owner.Value != account.AccountId)
            || (match.Groups["region"] is { Success: true } region && region.Value != account.Region))
        {
            throw LambdaErrors.FunctionNotFound(text);
        }

        return new FunctionReference(name, suffix ?? (string.IsNullOrEmpty(qualifier) ? null : qualifier));
    }

    /// <summary>Checks the bare name a function is created with; an ARN or <c>account:function:name</c> also names one.</summary>
    public static string ParseNew(LambdaAccount account, string text)
    {
        var reference = Parse(account, text, null);
        if (reference.Qualifier is not null)
        {
            throw LambdaErrors.InvalidParameter("A qualifier is not allowed in the name of a new function.");
        }

        if (reference.Name.Length > 64)
        {
            throw LambdaErrors.Validation(
                $"1 validation error detected: Value '{reference.Name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64");
        }

        return reference.Name;
    }

    private static void Validate(string text, string? qualifier)
    {
        var violations = new ConstraintViolations();
        violations.Length(text, "functionName", 1, 140);
        violations.Pattern(text, "functionName", FullName(), NamePattern);
        if (!string.IsNullOrEmpty(qualifier))
        {
            violations.Length(qualifier, "qualifier", 1, 128);
            violations.Pattern(qualifier, "qualifier", QualifierShape(), QualifierPattern);
        }

        violations.ThrowIfAny();
    }

    [GeneratedRegex(
        @"\A(?:arn:(?:aws[a-zA-Z-]*)?:lambda:)?(?:(?<region>[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-[0-9]):)?(?:(?<account>[0-9]{12}):)?(?:function:)?(?<name>[a-zA-Z0-9_-]+)(?::(?<qualifier>\$LATEST|[a-zA-Z0-9_-]+))?\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex FullName();

    [GeneratedRegex(@"\A[a-zA-Z0-9$_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex QualifierShape();
}
