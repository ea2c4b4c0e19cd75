using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Logging.Volumes;
using ControlPlane.Lambda.Invocations;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Logging;

/// <summary>Tells whoever listens what goes over the wire for a request: its data trace, its execution log, or mostly nobody.</summary>
internal static class RequestTracing
{
    /// <summary>A request goes to an HTTP backend.</summary>
    public static void TraceEndpointRequest(this RequestContext request, HttpRequestMessage message, ReadOnlyMemory<byte> body)
    {
        request.CountTrace();
        request.Trace?.EndpointRequest(message, body);
        request.Execution?.EndpointRequest(message, body);
    }

    /// <summary>An event goes to a function. The data trace leaves out one that only repeats the request.</summary>
    public static void TraceEndpointRequest(
        this RequestContext request, ILambdaClient lambda, string function, ReadOnlyMemory<byte> payload, bool repeatsRequest)
    {
        request.CountTrace();
        request.Trace?.EndpointRequest(function, repeatsRequest ? default : payload);
        request.Execution?.EndpointRequest(lambda.AddressOf(function), [], payload);
    }

    /// <summary>An HTTP backend has answered.</summary>
    public static void TraceEndpointResponse(this RequestContext request, int status, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body)
    {
        request.CountTrace();
        request.Trace?.EndpointResponse(status, headers, body);
        request.Execution?.EndpointResponse(headers, body);
    }

    /// <summary>A function has answered.</summary>
    public static void TraceInvocation(this RequestContext request, Invocation invocation) =>
        request.Execution?.EndpointResponse(InvocationHeaders.Of(invocation), invocation.Payload);

    /// <summary>The client gets its response.</summary>
    public static void TraceMethodResponse(this RequestContext request, int status, ReadOnlyMemory<byte> body)
    {
        request.CountTrace();
        request.Trace?.MethodResponse(status, body);
        request.Execution?.MethodResponse(body);
    }

    // Of a request that is not traced, each step that would have been.
    private static void CountTrace(this RequestContext request)
    {
        if (request.IsTraceSuppressed)
        {
            request.Records.CountSuppressed(RecordEvent.DataTrace, LogLevel.Information);
        }
    }
}
