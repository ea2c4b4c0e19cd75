using System.Runtime.InteropServices;
using System.Text.Json;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary>JSON values as values: equal ones have equal hashes, however they are written.</summary>
internal static class JsonValues
{
    private const int BytesPerUnit = 32;

    /// <summary>Units of work that comparing or hashing a value costs.</summary>
    public static long CostOf(JsonElement value) => 1 + (JsonMarshal.GetRawUtf8Value(value).Length / BytesPerUnit);

    public static int HashOf(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString()!.GetHashCode(StringComparison.Ordinal);
            case JsonValueKind.Number:
                return ExactNumber.Of(value).GetHashCode();
            case JsonValueKind.Array:
                var hash = new HashCode();
                foreach (var element in value.EnumerateArray())
                {
                    hash.Add(HashOf(element));
                }

                return hash.ToHashCode();
            case JsonValueKind.Object:
                var sum = 0;
                foreach (var property in value.EnumerateObject())
                {
                    sum ^= HashCode.Combine(property.Name, HashOf(property.Value));
                }

                return sum;
            default:
                return (int)value.ValueKind;
        }
    }
}
