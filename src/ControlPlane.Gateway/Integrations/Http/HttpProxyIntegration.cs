using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using ControlPlane.Gateway.Caching;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Integrations.Http;

/// <summary>An HTTP backend, passed through (AWS: HTTP_PROXY).</summary>
internal sealed class HttpProxyIntegration(HttpBackend backend) : IIntegration
{
    /// <summary>Bodies up to this many bytes are read whole before anything is sent, so that a backend that breaks off becomes an error.</summary>
    private const int BufferedBytes = 64 * 1024;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask InvokeAsync(RequestContext request)
    {
        await request.ReadBodyAsync().ConfigureAwait(false);
        using var message = backend.NewRequest(request, request.Body.Written, passThrough: true);
        request.TraceEndpointRequest(message, request.Body.Written);
        var deadline = backend.StartDeadline(request);
        var started = request.Now();
        try
        {
            using var response = await backend.SendAsync(request, message, deadline).ConfigureAwait(false);
            await RelayAsync(request, response, started, deadline).ConfigureAwait(false);
        }
        finally
        {
            request.Exchange.StopDeadline();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask RelayAsync(RequestContext request, HttpResponseMessage response, long started, CancellationToken deadline)
    {
        var exchange = request.Exchange;
        var status = (int)response.StatusCode;
        var length = exchange.Method == "HEAD" || status is 204 or 304 ? 0 : ResponseBody.Length(response);
        ResponseBody.Check(length);
        bool complete;
        Stream stream;
        try
        {
            stream = await response.Content.ReadAsStreamAsync(deadline).ConfigureAwait(false);
            complete = await ResponseBody.ReadAsync(stream, request.Received, length, WholeBytes(request), deadline).ConfigureAwait(false);
            ResponseBody.Check(request.Received.Length);
        }
        catch (Exception exception) when (exception is not GatewayFailure)
        {
            throw HttpBackend.Failure(request, exception, deadline);
        }
        finally
        {
            request.BackendTicks = request.Now() - started;
        }

        request.LogIntegrationResponse(status, length ?? request.Received.Length);
        Trace(request, response);
        CopyHeaders(response, exchange);
        if (complete)
        {
            await ResponseWriter.WriteAsync(exchange, status, request.Received.Written).ConfigureAwait(false);
            return;
        }

        request.Fill?.Abandon(request);
        exchange.StatusCode = status;
        ResponseWriter.AddVariant(exchange);
        request.Copy?.Take(exchange, status, default, isWhole: false);
        request.TraceMethodResponse(status, request.Received.Written);
        if (length is { } known)
        {
            exchange.SetContentLength(known);
        }

        await StreamAsync(request, stream, deadline).ConfigureAwait(false);
    }

    /// <summary>How much of a body is read before it is sent: all of it when it may be compressed, and when it may be kept in the cache.</summary>
    private static int WholeBytes(RequestContext request) =>
        request.Variant?.Deployment.Document.MinimumCompressionSize is not null ? GatewayExchange.MaxBodyBytes + 1
        : request.Fill is not null ? CacheFill.MaxBodyBytes + 1
        : BufferedBytes;

    private static void Trace(RequestContext request, HttpResponseMessage response)
    {
        if (request.Trace is not null || request.Execution is not null || request.IsTraceSuppressed)
        {
            request.TraceEndpointResponse((int)response.StatusCode, Headers(response), request.Received.Written);
        }
    }

    private static async ValueTask StreamAsync(RequestContext request, Stream stream, CancellationToken deadline)
    {
        var piece = request.Received;
        long sent = 0;
        do
        {
            ResponseBody.Check(sent += piece.Length);
            request.ResponseBytes = sent;
            await request.Exchange.WriteAsync(piece.Written).ConfigureAwait(false);
            piece.Clear();
            try
            {
                var read = await stream.ReadAsync(piece.GetMemory(BufferedBytes), deadline).ConfigureAwait(false);
                piece.Advance(read);
            }
            catch (Exception exception)
            {
                throw HttpBackend.Failure(request, exception, deadline);
            }
        }
        while (piece.Length > 0);
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(HttpResponseMessage response)
    {
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            yield return KeyValuePair.Create(name, values.ToString());
        }
    }

    private static void CopyHeaders(HttpResponseMessage response, GatewayExchange exchange)
    {
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            Copy(name, values, exchange);
        }

        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            Copy(name, values, exchange);
        }
    }

    private static void Copy(string name, HeaderStringValues values, GatewayExchange exchange)
    {
        if (RemappedHeaders.Map(name) is not { } mapped)
        {
            return;
        }

        if (values.Count == 1)
        {
            exchange.SetHeader(mapped, values.ToString());
            return;
        }

        foreach (var value in values)
        {
            exchange.AddHeader(mapped, value);
        }
    }
}
