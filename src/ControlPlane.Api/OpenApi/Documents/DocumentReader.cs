using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ControlPlane.Api.OpenApi.Documents;

/// <summary>Reads documents, JSON or YAML, whatever their media type says.</summary>
internal static class DocumentReader
{
    /// <summary>The largest document, in bytes (API Gateway's limit).</summary>
    public const int MaxBytes = 6 * 1024 * 1024;

    /// <summary>How deep objects and lists may nest.</summary>
    public const int MaxDepth = 100;

    private static readonly JsonDocumentOptions _reading = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>Reads a document.</summary>
    /// <exception cref="DocumentException">It is none.</exception>
    public static DocumentNode Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new DocumentException($"The document is too large. It may have at most {MaxBytes} bytes.");
        }

        if (bytes.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        if (!Utf8.IsValid(bytes.Span))
        {
            throw new DocumentException("The document is not UTF-8.");
        }

        var start = bytes.Span.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty)
        {
            throw new DocumentException("The document is empty.");
        }

        var json = start[0] == (byte)'{' ? bytes : YamlConverter.ToJson(bytes);
        try
        {
            CheckTexts(json.Span);
            using var document = JsonDocument.Parse(json, _reading);
            var root = document.RootElement.Clone();
            return root.ValueKind == JsonValueKind.Object ? DocumentNode.Root(root) : throw new DocumentException("The document is not an object.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var line = exception is JsonException { LineNumber: { } number } ? $" (line {number + 1})" : "";
            throw new DocumentException($"The document is neither valid JSON nor YAML{line}.");
        }
    }

    // Texts are read late, and escaped halves of surrogate pairs are then no texts.
    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.ValueIsEscaped && reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                reader.GetString();
            }
        }
    }
}
