using System.Text.Json;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary><c>enum</c>.</summary>
internal sealed class EnumKeyword(JsonElement values) : Keyword
{
    private readonly JsonElement[] _values = [.. values.EnumerateArray()];

    public override bool Accepts(JsonElement value, SchemaCheck check)
    {
        foreach (var allowed in _values)
        {
            check.Charge(JsonValues.CostOf(allowed));
            if (JsonElement.DeepEquals(allowed, value))
            {
                return true;
            }
        }

        return check.Fail($"instance value ({value}) not found in enum (possible values: {values})");
    }
}
