using System.Buffers.Text;
using System.Text;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>Base64 conversions of bodies (AWS: contentHandling).</summary>
internal static class ContentConversion
{
    /// <summary>A request's body as the backend gets it.</summary>
    /// <param name="request">The request, its body read.</param>
    /// <param name="binaryTypes">The API's binary media types.</param>
    /// <param name="handling">The integration's setting.</param>
    /// <exception cref="GatewayFailure">500: text that should become bytes is no base64.</exception>
    public static ConvertedBody OfRequest(RequestContext request, BinaryMediaTypes binaryTypes, ContentHandling? handling)
    {
        var body = request.Body.Written;
        return (binaryTypes.MatchesContent(request.Exchange.FindHeader("Content-Type")), handling) switch
        {
            (false, ContentHandling.ConvertToBinary) => new(Decode(body), IsBinary: true),
            (true, ContentHandling.ConvertToText) => new(Encode(body), IsBinary: false),
            (var isBinary, _) => new(body, isBinary),
        };
    }

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

    /// <summary>Base64 text as bytes.</summary>
    /// <exception cref="GatewayFailure">500: it is none.</exception>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> body)
    {
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(body.Length)];
        var status = Base64.DecodeFromUtf8(body.Span, decoded, out _, out var written);
        return status == System.Buffers.OperationStatus.Done
            ? decoded.AsMemory(0, written)
            : throw GatewayFailure.Configuration("Unable to base64 decode the body.");
    }
}

/// <summary>A body after conversion.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="IsBinary">Whether it is bytes now, which no template can read.</param>
internal readonly record struct ConvertedBody(ReadOnlyMemory<byte> Bytes, bool IsBinary);
