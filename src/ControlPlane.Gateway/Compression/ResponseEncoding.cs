using System.IO.Compression;
using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Gateway.Compression;

/// <summary>Compresses the responses of APIs with compression (AWS: minimumCompressionSize).</summary>
internal static class ResponseEncoding
{
    private const string ContentEncoding = "Content-Encoding";
    private const int PartialContent = 206;

    /// <summary>Whether a response of a size may be compressed at all: its API says so, and it is whole and the backend's.</summary>
    public static bool Applies(RequestContext? request, int bytes) =>
        request?.Variant?.Deployment.Document.MinimumCompressionSize <= bytes
        && request.ErrorType is null
        && bytes > 0
        && request.Exchange.StatusCode != PartialContent;

    /// <summary>Compresses a body as the client asks, and says so in the headers.</summary>
    /// <returns>The compressed body in <paramref name="output"/>, or the body itself.</returns>
    public static ReadOnlyMemory<byte> Apply(GatewayExchange exchange, ReadOnlyMemory<byte> body, PooledBytes output)
    {
        foreach (var (name, _) in exchange.ResponseHeaders)
        {
            if (name.Equals(ContentEncoding, StringComparison.OrdinalIgnoreCase))
            {
                return body;
            }
        }

        exchange.AddHeader("Vary", "Accept-Encoding");
        var coding = AcceptedCoding.Find(Accepted(exchange));
        if (coding == ContentCoding.Identity)
        {
            return body;
        }

        output.Clear();
        using (var target = new PooledStream(output))
        using (Stream stream = coding == ContentCoding.Gzip ? new GZipStream(target, CompressionLevel.Fastest) : new ZLibStream(target, CompressionLevel.Fastest))
        {
            stream.Write(body.Span);
        }

        exchange.SetHeader(ContentEncoding, coding == ContentCoding.Gzip ? "gzip" : "deflate");
        return output.Written;
    }

    /// <summary>All values of the request's <c>Accept-Encoding</c>, or null.</summary>
    private static string? Accepted(GatewayExchange exchange)
    {
        string? accepted = null;
        foreach (var (name, value) in exchange.Headers.AsSpan())
        {
            if (name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                accepted = accepted is null ? value : $"{accepted},{value}";
            }
        }

        return accepted;
    }
}
