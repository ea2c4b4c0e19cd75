using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ControlPlane.Client.Wire;

/// <summary>A success.</summary>
/// <param name="Body">The body.</param>
/// <param name="ETag">The revision of what it shows, or null.</param>
/// <param name="FileName">What a client that saves the body calls it, or null.</param>
internal sealed record WireAnswer(ReadOnlyMemory<byte> Body, string? ETag, string? FileName)
{
    /// <summary>The body as a value.</summary>
    /// <exception cref="ControlPlaneException">It is none.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(Body.Span, type) ?? throw new JsonException("The body is null.");
        }
        catch (JsonException exception)
        {
            throw new ControlPlaneException(502, ControlPlaneException.NotUnderstood, $"The answer is no {typeof(T).Name}: {exception.Message}", null, exception);
        }
    }
}
