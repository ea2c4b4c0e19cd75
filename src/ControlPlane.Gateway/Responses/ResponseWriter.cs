using ControlPlane.Gateway.Compression;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Logging;

namespace ControlPlane.Gateway.Responses;

/// <summary>Writes responses whose whole body is at hand.</summary>
internal static class ResponseWriter
{
    private const string RequestIdName = "x-amzn-RequestId";
    private const string ExtendedRequestIdName = "x-amz-apigw-id";

    /// <summary>Sends status and body; headers were added before.</summary>
    public static ValueTask WriteAsync(GatewayExchange exchange, int status, ReadOnlyMemory<byte> body)
    {
        exchange.StatusCode = status;

        // What is kept for others must not tell of this request's variant.
        exchange.Context?.Fill?.Take(exchange.Context, status, body);
        AddVariant(exchange);
        exchange.Context?.Copy?.Take(exchange, status, body, isWhole: true);
        exchange.Context?.TraceMethodResponse(status, body);
        if (status is 204 or 304 or (>= 100 and < 200))
        {
            return default;
        }

        return ResponseEncoding.Applies(exchange.Context, body.Length) ? EncodeAsync(exchange, body) : SendAsync(exchange, body);
    }

    /// <summary>Adds the headers that tell of the variant, after all others: those of a backend do not replace them.</summary>
    public static void AddVariant(GatewayExchange exchange)
    {
        if (exchange.Context is { Stage.Split: { } split, Variant: not null } request)
        {
            split.AddHeaders(request);
        }
    }

    /// <summary>Adds the headers every response carries.</summary>
    public static void AddIds(RequestContext request)
    {
        request.Exchange.SetHeader(RequestIdName, request.RequestId);
        request.Exchange.SetHeader(ExtendedRequestIdName, request.ExtendedRequestId);
    }

    /// <summary>Whether a header is one of those.</summary>
    public static bool IsId(string name) =>
        name.Equals(RequestIdName, StringComparison.OrdinalIgnoreCase) || name.Equals(ExtendedRequestIdName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Sends one of the gateway's own answers in place of whatever was prepared, as the API words it if it does.</summary>
    public static ValueTask WriteErrorAsync(RequestContext request, GatewayError error)
    {
        request.ErrorType = error.Type;
        request.Error = error;
        SetErrorHeaders(request, error);
        if (request.Variant?.Deployment.Responses.Find(error) is var (response, status))
        {
            try
            {
                return WriteAsync(request.Exchange, status, response.Prepare(request, error));
            }
            catch (Exception exception) when (!request.Exchange.HasStarted)
            {
                // Whoever asks must learn of the first error, not of what the API says about it.
                request.Failure ??= exception;
                SetErrorHeaders(request, error);
            }
        }

        request.Exchange.SetHeader("Content-Type", "application/json");
        return WriteAsync(request.Exchange, error.Status, error.Body);
    }

    private static void SetErrorHeaders(RequestContext request, GatewayError error)
    {
        request.Exchange.ClearHeaders();
        AddIds(request);
        request.Exchange.SetHeader("x-amzn-ErrorType", error.Type);
        if (error.RetryAfter is { } seconds)
        {
            request.Exchange.SetHeader("Retry-After", seconds);
        }
    }

    private static async ValueTask EncodeAsync(GatewayExchange exchange, ReadOnlyMemory<byte> body)
    {
        await RequestContext.LeaveIoThreadAsync(body.Length).ConfigureAwait(false);
        var room = new PooledBytes();
        try
        {
            await SendAsync(exchange, ResponseEncoding.Apply(exchange, body, room)).ConfigureAwait(false);
        }
        finally
        {
            room.Release();
        }
    }

    private static ValueTask SendAsync(GatewayExchange exchange, ReadOnlyMemory<byte> body)
    {
        exchange.SetContentLength(body.Length);
        if (body.IsEmpty || exchange.Method == "HEAD")
        {
            return default;
        }

        exchange.Context?.ResponseBytes = body.Length;
        return exchange.WriteAsync(body);
    }
}
