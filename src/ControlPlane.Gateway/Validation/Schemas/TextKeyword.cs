using System.Text.Json;
using System.Text.RegularExpressions;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary><c>minLength</c>, <c>maxLength</c>, <c>pattern</c> and <c>format</c>.</summary>
internal sealed class TextKeyword : Keyword
{
    private const int CharactersPerUnit = 64;

    public int MinLength { get; init; }

    public int MaxLength { get; init; } = int.MaxValue;

    public string? PatternText { get; init; }

    public Regex? Pattern { get; init; }

    /// <summary>A format that <see cref="TextFormats"/> knows, or null.</summary>
    public string? Format { get; init; }

    public override bool Accepts(JsonElement value, SchemaCheck check)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return true;
        }

        var text = value.GetString()!;
        check.Charge(text.Length / CharactersPerUnit);
        var fits = true;
        if (MinLength > 0 || MaxLength < int.MaxValue)
        {
            var length = Length(text);
            if (length < MinLength)
            {
                fits = check.Fail($"string {value} is too short (length: {length}, required minimum: {MinLength})");
            }
            else if (length > MaxLength)
            {
                fits = check.Fail($"string {value} is too long (length: {length}, maximum allowed: {MaxLength})");
            }
        }

        if (Pattern is not null && !check.Matches(Pattern, text))
        {
            fits = check.Fail($"ECMA 262 regex \"{PatternText!}\" does not match input string {value}");
        }

        return (Format is null || TextFormats.Fits(Format, text) || check.Fail($"string {value} is not a valid {Format}")) && fits;
    }

    /// <summary>Characters as draft 4 counts them (RFC 4627): surrogate pairs are one.</summary>
    private static int Length(string text)
    {
        var pairs = 0;
        foreach (var character in text)
        {
            pairs += char.IsLowSurrogate(character) ? 1 : 0;
        }

        return text.Length - pairs;
    }
}
