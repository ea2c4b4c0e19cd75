using System.Text.Json;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary><c>type</c>.</summary>
internal sealed class TypeKeyword(IReadOnlyList<string> names) : Keyword
{
    // A number may be whole: the names are listed as AWS's validator lists them.
    private readonly string[] _names = [.. (names.Contains("number") ? names.Append("integer") : names).Distinct().Order(StringComparer.Ordinal)];

    public override bool Accepts(JsonElement value, SchemaCheck check)
    {
        var type = TypeOf(value);
        foreach (var name in _names)
        {
            if (name == type)
            {
                return true;
            }
        }

        return check.Fail($"instance type ({type}) does not match any allowed primitive type (allowed: {_names})");
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => ExactNumber.IsInteger(value) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
