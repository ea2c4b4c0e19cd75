using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Gateway.Responses;

/// <summary>Writes responses whose whole body is at hand.</summary>
internal static class ResponseWriter
{
    /// <summary>Sends status and body; headers were added before.</summary>
    public static ValueTask WriteAsync(GatewayExchange exchange, int status, ReadOnlyMemory<byte> body)
    {
        exchange.StatusCode = status;
        if (status is 204 or 304 or (>= 100 and < 200))
        {
            return default;
        }

        exchange.Context?.Trace?.MethodResponse(status, body);
        exchange.SetContentLength(body.Length);
        return body.IsEmpty || exchange.Method == "HEAD" ? default : exchange.WriteAsync(body);
    }

    /// <summary>Adds the headers every response carries.</summary>
    public static void AddIds(RequestContext request)
    {
        request.Exchange.SetHeader("x-amzn-RequestId", request.RequestId);
        request.Exchange.SetHeader("x-amz-apigw-id", request.ExtendedRequestId);
    }

    /// <summary>Sends one of the gateway's own answers in place of whatever was prepared.</summary>
    public static ValueTask WriteErrorAsync(RequestContext request, GatewayError error)
    {
        request.ErrorType = error.Type;
        request.Exchange.ClearHeaders();
        AddIds(request);
        request.Exchange.SetHeader("Content-Type", "application/json");
        request.Exchange.SetHeader("x-amzn-ErrorType", error.Type);
        if (error.RetryAfter is { } seconds)
        {
            request.Exchange.SetHeader("Retry-After", seconds);
        }

        return WriteAsync(request.Exchange, error.Status, error.Body);
    }
}
