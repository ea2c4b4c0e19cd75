using System.Runtime.InteropServices;
using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Gateway.Hosting.FunctionUrls;

/// <summary>A response on its way to the runtime, which disposes it when it is sent; its bytes go back to their pool then.</summary>
internal sealed class ResponseStream(PooledBytes bytes, ArraySegment<byte> segment)
    : MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
{
    public static ResponseStream Of(PooledBytes bytes) =>
        MemoryMarshal.TryGetArray(bytes.Written, out var segment)
            ? new(bytes, segment)
            : throw new InvalidOperationException("Pooled bytes are an array.");

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            bytes.Release();
        }
    }
}
