using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ControlPlane.Api.Requests;

/// <summary>What the control API answers: a status and a body, JSON but for exports, or none.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, empty for none.</param>
internal sealed record ApiAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    // Clients read JSON, not HTML: only what JSON itself must escape is escaped.
    private static readonly JsonWriterOptions _writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>200.</summary>
    public const int Ok = 200;

    /// <summary>201.</summary>
    public const int Created = 201;

    /// <summary>202 without a body.</summary>
    public static ApiAnswer Accepted { get; } = new(202, default);

    /// <summary>204.</summary>
    public static ApiAnswer NoContent { get; } = new(204, default);

    /// <summary>The revision as an entity tag, or null.</summary>
    public string? ETag { get; init; }

    /// <summary>The media type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>What a client that saves the body calls it, or null.</summary>
    public string? ContentDisposition { get; init; }

    /// <summary>An answer with one value.</summary>
    public static ApiAnswer Json<T>(int status, T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, _writing))
        {
            write(writer, value);
        }

        return new ApiAnswer(status, buffer.WrittenMemory);
    }

    /// <summary>Whether two values look the same on the wire: how a repeated creation knows what its first attempt made.</summary>
    public static bool IsSame<T>(T first, T second, Action<Utf8JsonWriter, T> write) =>
        Json(Created, first, write).Body.Span.SequenceEqual(Json(Created, second, write).Body.Span);

    /// <summary>A list: <c>{"item":[...],"position":"..."}</c>.</summary>
    public static ApiAnswer List<T>(IEnumerable<T> items, string? position, Action<Utf8JsonWriter, T> write) => Json(Ok, items, (writer, values) =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("item");
        foreach (var value in values)
        {
            write(writer, value);
        }

        writer.WriteEndArray();
        if (position is not null)
        {
            writer.WriteString("position", position);
        }

        writer.WriteEndObject();
    });
}
