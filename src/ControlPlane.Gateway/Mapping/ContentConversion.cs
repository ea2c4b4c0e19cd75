using System.Buffers.Text;
using System.Text;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>Base64 conversions of bodies (AWS: contentHandling).</summary>
internal static class ContentConversion
{
    /// <summary>The request body as the backend gets it.</summary>
    /// <exception cref="GatewayFailure">500: text that should become bytes is no base64.</exception>
    public static ReadOnlyMemory<byte> OfRequest(ReadOnlyMemory<byte> body, bool isBinary, ContentHandling? handling) => (isBinary, handling) switch
    {
        (false, ContentHandling.ConvertToBinary) => Decode(body),
        (true, ContentHandling.ConvertToText) => Encode(body),
        _ => body,
    };

    /// <summary>The response body as the client gets it.</summary>
    /// <param name="body">The backend's body.</param>
    /// <param name="isBinary">Whether its Content-Type is binary.</param>
    /// <param name="acceptsBinary">Whether the client's Accept is binary.</param>
    /// <param name="handling">The integration response's setting.</param>
    public static ReadOnlyMemory<byte> OfResponse(ReadOnlyMemory<byte> body, bool isBinary, bool acceptsBinary, ContentHandling? handling) =>
        (isBinary, acceptsBinary, handling) switch
        {
            (false, _, ContentHandling.ConvertToBinary) => Decode(body),
            (false, true, null) => Decode(body),
            (true, _, ContentHandling.ConvertToText) => Encode(body),
            (true, false, null) => Encode(body),
            _ => body,
        };

    private static byte[] Encode(ReadOnlyMemory<byte> body) => Encoding.ASCII.GetBytes(Convert.ToBase64String(body.Span));

    private static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> body)
    {
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(body.Length)];
        var status = Base64.DecodeFromUtf8(body.Span, decoded, out _, out var written);
        return status == System.Buffers.OperationStatus.Done
            ? decoded.AsMemory(0, written)
            : throw GatewayFailure.Configuration("Unable to base64 decode the body.");
    }
}
