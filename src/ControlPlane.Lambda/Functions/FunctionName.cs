namespace ControlPlane.Lambda.Functions;

/// <summary>A function as integrations name it, taken apart: a name, partial ARN or ARN, with a qualifier behind it or without.</summary>
/// <param name="Unqualified">The text without its qualifier.</param>
/// <param name="Qualifier">The alias or version, or null.</param>
public sealed record FunctionName(string Unqualified, string? Qualifier)
{
    /// <summary>The qualifier of what is not published.</summary>
    public const string Latest = "$LATEST";

    /// <summary>The function's own name.</summary>
    public string Name => Unqualified[(Unqualified.LastIndexOf(':') + 1)..];

    /// <summary>The region that its ARN names, or null.</summary>
    public string? Region => Unqualified.Split(':') is ["arn", _, _, { Length: > 0 } region, ..] ? region : null;

    /// <summary>True when the qualifier is an alias.</summary>
    public bool IsAlias => Qualifier is { } qualifier && qualifier != Latest && !qualifier.All(char.IsAsciiDigit);

    /// <summary>Takes a text apart; any text is taken for some function.</summary>
    public static FunctionName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // A qualifier is the eighth part of an ARN, the fourth of a partial one, the second of a name.
        var parts = text.Split(':');
        var index = parts[0] == "arn" ? 7 : parts.Length >= 3 ? 3 : 1;
        return parts.Length > index && parts[index].Length > 0
            ? new FunctionName(string.Join(':', parts[..index]), parts[index])
            : new FunctionName(text, null);
    }
}
