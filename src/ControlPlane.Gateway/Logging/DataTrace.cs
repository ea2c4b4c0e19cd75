using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Gateway.Logging;

/// <summary>
/// The headers and bodies of one request on its way, for the log (AWS: dataTraceEnabled). Credentials are masked, by the names they
/// come under and wherever their values turn up again; each text is cut at 1024 bytes.
/// </summary>
internal sealed class DataTrace
{
    private readonly RequestContext _request;
    private readonly TraceText _text;

    private DataTrace(RequestContext request, TraceText text) => (_request, _text) = (request, text);

    /// <summary>Begins to trace a request whose body was read.</summary>
    public static DataTrace Begin(RequestContext request)
    {
        var text = TraceText.Of(request.Exchange.Headers.AsSpan(), request.Query);
        var trace = new DataTrace(request, text);
        var query = TraceText.Query(request.Query);
        var subject = $"{request.Verb} {request.Exchange.Path}{(query.Length > 0 ? "?" + query : "")}";
        trace.Log("Method request", subject, text.Headers(TraceText.Pairs(request.Exchange.Headers)), request.Body.Written.Span);
        return trace;
    }

    /// <summary>What is sent to an HTTP backend.</summary>
    public void EndpointRequest(HttpRequestMessage message, ReadOnlyMemory<byte> body)
    {
        var uri = message.RequestUri!;
        var subject = $"{message.Method} {uri.GetLeftPart(UriPartial.Path)}";
        if (uri.Query.Length > 1)
        {
            subject += "?" + TraceText.Query(QueryParameters.Parse(uri.Query[1..]));
        }

        Log("Endpoint request", subject, _text.Headers(TraceText.Pairs(message)), body.Span);
    }

    /// <summary>What a function is invoked with; an event that repeats the whole request is left out.</summary>
    public void EndpointRequest(string function, ReadOnlyMemory<byte> payload) => Log("Endpoint request", function, "{}", payload.Span);

    /// <summary>What a backend has answered.</summary>
    public void EndpointResponse(int status, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body) =>
        Log("Endpoint response", $"status {status}", _text.Headers(headers), body.Span);

    /// <summary>What the client gets; of a streamed body the first piece.</summary>
    public void MethodResponse(int status, ReadOnlyMemory<byte> body) => Log("Method response", $"status {status}", "{}", body.Span);

    private void Log(string step, string subject, string headers, ReadOnlySpan<byte> body)
    {
        var variant = _request.Variant!;
        var (cleaned, text) = (_text.Clean(subject), _text.Body(body));
        RequestLog.DataTrace(
            _request.Logger, _request.RequestId, step, cleaned, headers, text, _request.Route, variant.Name,
            _request.Stage!.StageName, variant.DeploymentId);
    }
}
