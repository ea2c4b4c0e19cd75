using ControlPlane.Gateway.Compression;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mirroring;

/// <summary>What is kept of one of the two responses until they are compared.</summary>
internal sealed class ResponseCopy
{
    /// <summary>Bodies up to this many bytes are compared; of larger ones the status and the headers are.</summary>
    public const int MaxBytes = 256 * 1024;

    private const string ContentEncoding = "Content-Encoding";
    private readonly PooledBytes _body = new();

    /// <summary>The status; 0 until there is a response.</summary>
    public int Status { get; private set; }

    /// <summary>The headers as the backend and its mapping made them, one entry per value; null when the gateway answered in its place.</summary>
    public KeyValuePair<string, string>[]? Headers { get; private set; }

    /// <summary>Whether <see cref="Body"/> is the whole body.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The body, if it was kept.</summary>
    public ReadOnlyMemory<byte> Body => _body.Written;

    /// <summary>Copies a response that is about to be sent, before the gateway compresses it.</summary>
    /// <param name="exchange">Has the headers.</param>
    /// <param name="status">The status.</param>
    /// <param name="body">The body, or its beginning.</param>
    /// <param name="isWhole">Whether it is all of the body.</param>
    public void Take(GatewayExchange exchange, int status, ReadOnlyMemory<byte> body, bool isWhole)
    {
        Status = status;
        Headers = [.. exchange.ResponseHeaders];
        IsWhole = isWhole && body.Length <= MaxBytes;
        _body.Clear();
        if (IsWhole)
        {
            _body.Write(body.Span);
        }
    }

    /// <summary>Says that there was no answer, but one of the gateway's own.</summary>
    public void Fail(Exception exception) => (Status, Headers, IsWhole) = ((exception as GatewayFailure)?.Error.Status ?? GatewayError.Internal.Status, null, false);

    /// <summary>Says that the gateway refuses.</summary>
    public void Refuse(GatewayError error) => (Status, Headers, IsWhole) = (error.Status, null, false);

    /// <summary>The values of a header, joined by commas, or null.</summary>
    public string? Header(string name)
    {
        string? joined = null;
        foreach (var (other, value) in Headers ?? [])
        {
            if (other.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                joined = joined is null ? value : $"{joined},{value}";
            }
        }

        return joined;
    }

    /// <summary>Undoes the compression of a body that the backend has compressed.</summary>
    /// <returns>False when it cannot be read.</returns>
    public bool TryDecode()
    {
        if (Header(ContentEncoding) is not { } codings || _body.Length == 0)
        {
            return true;
        }

        try
        {
            RequestDecoding.Decode(_body, codings);
            return true;
        }
        catch (GatewayFailure)
        {
            return false;
        }
    }

    /// <summary>Gives the body's memory back.</summary>
    public void Release() => _body.Release();
}
