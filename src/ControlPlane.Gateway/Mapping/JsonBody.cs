using System.Text.Json;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>A body parsed as JSON, for mappings that look into it.</summary>
internal sealed class JsonBody : IDisposable
{
    private readonly JsonDocument? _document;

    private JsonBody(JsonDocument? document) => _document = document;

    /// <summary>The root, or null when the body is no JSON and does not look like it.</summary>
    public JsonElement? Root => _document?.RootElement;

    /// <summary>Parses a request's body.</summary>
    /// <exception cref="GatewayFailure">400: it starts like JSON but is none.</exception>
    public static JsonBody OfRequest(ReadOnlyMemory<byte> body) => Parse(body, GatewayError.BadRequestBody);

    /// <summary>Parses a backend's body.</summary>
    /// <exception cref="GatewayFailure">500: it starts like JSON but is none.</exception>
    public static JsonBody OfResponse(ReadOnlyMemory<byte> body) => Parse(body, GatewayError.Internal);

    public void Dispose() => _document?.Dispose();

    private static JsonBody Parse(ReadOnlyMemory<byte> body, GatewayError error)
    {
        var start = body.Span.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty)
        {
            return new(null);
        }

        try
        {
            return new(JsonDocument.Parse(body));
        }
        catch (JsonException exception)
        {
            return start[0] is (byte)'{' or (byte)'[' or (byte)'"' or (byte)'\''
                ? throw new GatewayFailure(error, "The body is not valid JSON.", exception)
                : new(null);
        }
    }
}
