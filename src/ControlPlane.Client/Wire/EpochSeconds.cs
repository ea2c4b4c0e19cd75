using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlPlane.Client.Wire;

/// <summary>Times as the API writes them: seconds since 1970, with a fraction where it matters.</summary>
internal sealed class EpochSeconds : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var seconds) && seconds is >= 0 and < 253_402_300_800m
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : throw new JsonException("A time must be a number of seconds since 1970.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds() / 1000m);
}
