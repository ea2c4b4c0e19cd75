using System.Text.Json;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Invocation;

/// <summary>Checks what callers send along with an invocation.</summary>
internal static class InvocationPayload
{
    private const int MaxClientContextBytes = 3583;
    private static readonly byte[] EmptyEvent = "{}"u8.ToArray();

    /// <summary>The event: JSON, <c>{}</c> when there is none.</summary>
    /// <exception cref="LambdaException">It is not JSON.</exception>
    public static ReadOnlyMemory<byte> Event(ReadOnlyMemory<byte> body)
    {
        if (body.Length == 0)
        {
            return EmptyEvent;
        }

        try
        {
            var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 1000 });
            while (reader.Read())
            {
            }

            return body;
        }
        catch (JsonException e)
        {
            throw LambdaErrors.InvalidContent($"Could not parse request body into json: Could not parse payload into json: {e.Message}");
        }
    }

    /// <summary>The client context, decoded; null when there is none.</summary>
    /// <exception cref="LambdaException">It is too long, or not base64 of a JSON object.</exception>
    public static string? ClientContext(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return null;
        }

        if (header.Length > MaxClientContextBytes)
        {
            throw LambdaErrors.InvalidContent($"Client context must be at most {MaxClientContextBytes} bytes of Base64-encoded data.");
        }

        try
        {
            var bytes = Convert.FromBase64String(header);
            using var parsed = JsonDocument.Parse(bytes);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object)
            {
                // Written anew without line ends: it travels in a header.
                using var line = new MemoryStream();
                using (var writer = new Utf8JsonWriter(line))
                {
                    parsed.RootElement.WriteTo(writer);
                }

                return System.Text.Encoding.UTF8.GetString(line.ToArray());
            }
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Said below.
        }

        throw LambdaErrors.InvalidContent("Client context must be a valid Base64-encoded JSON object.");
    }
}
