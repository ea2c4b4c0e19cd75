using System.Buffers;
using System.Text.Json;

namespace ControlPlane.Local.LocalLambda.Invocation;

/// <summary>How an invocation ended.</summary>
/// <param name="Payload">What the function answered, or the description of its failure; JSON.</param>
/// <param name="IsError">The function, or the process it runs in, failed.</param>
internal sealed record InvocationResult(ReadOnlyMemory<byte> Payload, bool IsError)
{
    /// <summary>The last lines of its log, when asked for.</summary>
    public ReadOnlyMemory<byte> LogTail { get; init; }

    /// <summary>A failure of the execution environment, in the shape all runtimes use.</summary>
    public static InvocationResult Failure(string errorType, string errorMessage)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("errorType", errorType);
            json.WriteString("errorMessage", errorMessage);
            json.WriteEndObject();
        }

        return new InvocationResult(buffer.WrittenMemory, IsError: true);
    }
}
