using System.Globalization;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Logging;

/// <summary>Gets the lines of an execution log.</summary>
internal interface IExecutionLogSink
{
    /// <summary>Takes one line; bodies may have line breaks in them.</summary>
    /// <param name="time">When it was written.</param>
    /// <param name="line">The line, without credentials, at most 1024 bytes of header or body in it.</param>
    void Write(DateTimeOffset time, string line);
}

/// <summary>
/// One request's execution log in API Gateway's words (AWS: execution logging, TestInvokeMethod). A request has one only while somebody
/// listens.
/// </summary>
/// <param name="request">The request, matched to its method.</param>
/// <param name="sink">Who listens.</param>
/// <param name="withData">Whether headers and bodies are written, too (AWS: dataTraceEnabled).</param>
internal sealed class ExecutionLog(RequestContext request, IExecutionLogSink sink, bool withData)
{
    private const string Failed = "Execution failed";

    private readonly TraceText _text = TraceText.Of(request.Exchange.Headers.AsSpan(), request.Query);

    /// <summary>Who listens.</summary>
    public IExecutionLogSink Sink { get; } = sink;

    /// <summary>The request is one of a stage, where its callers know it by its second id, too.</summary>
    public void Identify() => Write($"Extended Request Id: {request.ExtendedRequestId}");

    /// <summary>The request begins.</summary>
    public void Start()
    {
        Write($"Starting execution for request: {request.RequestId}");
        Write($"HTTP Method: {request.Verb}, Resource Path: {request.Route}");
    }

    /// <summary>What the client sent; its body was read.</summary>
    public void MethodRequest()
    {
        if (withData)
        {
            Write($"Method request path: {Parameters(PathParameters())}");
            Write($"Method request query string: {Parameters(TraceText.Masked(request.Query))}");
            Write($"Method request headers: {_text.ShownHeaders(request.Exchange.Headers)}");
            Write($"Method request body before transformations: {_text.Body(request.Body.Span)}");
        }
    }

    /// <summary>What goes to an HTTP backend.</summary>
    public void EndpointRequest(HttpRequestMessage message, ReadOnlyMemory<byte> body) =>
        EndpointRequest(Address(message), TraceText.Pairs(message), body);

    /// <summary>What goes to a backend.</summary>
    public void EndpointRequest(string address, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body)
    {
        if (withData)
        {
            Write($"Endpoint request URI: {_text.Clean(address)}");
            Write($"Endpoint request headers: {_text.ShownHeaders(headers)}");
            Write($"Endpoint request body after transformations: {_text.Body(body.Span)}");
        }
    }

    /// <summary>An HTTP backend is asked.</summary>
    public void Sending(HttpRequestMessage message) => Sending(Address(message));

    /// <summary>The backend is asked.</summary>
    public void Sending(string address) => Write($"Sending request to {_text.Clean(address)}");

    /// <summary>The stage's cache answers in place of the backend.</summary>
    public void CacheHit(int status) => Write(string.Create(CultureInfo.InvariantCulture, $"Received response from cache. Status: {status}"));

    /// <summary>The backend has answered.</summary>
    public void Received(int status)
    {
        var latency = (long)request.ElapsedOf(request.BackendTicks).TotalMilliseconds;
        Write(string.Create(CultureInfo.InvariantCulture, $"Received response. Status: {status}, Integration latency: {latency} ms"));
    }

    /// <summary>What the backend has answered.</summary>
    public void EndpointResponse(IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body)
    {
        if (withData)
        {
            headers = Learn(headers);
            Write($"Endpoint response headers: {_text.ShownHeaders(headers)}");
            Write($"Endpoint response body before transformations: {_text.Body(body.Span)}");
        }
    }

    /// <summary>Takes the credentials among a backend's headers, cookies above all, to be masked from here on.</summary>
    /// <returns>The headers.</returns>
    public IEnumerable<KeyValuePair<string, string>> Learn(IEnumerable<KeyValuePair<string, string>> headers) => _text.Learn(headers);

    /// <summary>What the client gets from its backend; the gateway's own answers are told by <see cref="End"/>.</summary>
    public void MethodResponse(ReadOnlyMemory<byte> body)
    {
        if (withData && request.ErrorType is null)
        {
            Write($"Method response body after transformations: {_text.Body(body.Span)}");
            Write($"Method response headers: {_text.ShownHeaders(ResponseHeaders())}");
        }
    }

    /// <summary>The request has ended.</summary>
    public void End()
    {
        if (request.Failure is { } failure)
        {
            Write(_text.Clean(Reason(failure)));
        }
        else if (request.ClientGone)
        {
            Write($"{Failed}: the client is gone");
        }
        else if (request.ErrorType is null)
        {
            Write("Successfully completed execution");
        }

        Write(string.Create(CultureInfo.InvariantCulture, $"Method completed with status: {request.Exchange.StatusCode}"));
    }

    private static string Reason(Exception failure) => failure switch
    {
        GatewayFailure when IsComplete(failure.Message) => failure.Message,
        GatewayFailure => $"{Failed}: {failure.Message}",
        _ => $"{Failed} due to an internal error",
    };

    /// <summary>Whether a reason is worded as API Gateway has it in its log.</summary>
    private static bool IsComplete(string reason) =>
        reason.StartsWith(Failed, StringComparison.Ordinal)
        || reason.StartsWith("Lambda ", StringComparison.Ordinal)
        || reason.StartsWith("Request body does not match", StringComparison.Ordinal)
        || reason.StartsWith("Missing required request parameters", StringComparison.Ordinal);

    private static string Address(HttpRequestMessage message)
    {
        var uri = message.RequestUri!;
        var address = uri.GetLeftPart(UriPartial.Path);
        return uri.Query.Length > 1 ? $"{address}?{TraceText.Query(QueryParameters.Parse(uri.Query[1..]))}" : address;
    }

    private string Parameters(IEnumerable<KeyValuePair<string, string>> parameters) =>
        _text.Clean("{" + string.Join(", ", parameters.Select(parameter => $"{parameter.Key}={parameter.Value}")) + "}");

    private IEnumerable<KeyValuePair<string, string>> PathParameters()
    {
        var names = request.Method?.Resource.ParameterNames ?? [];
        for (var i = 0; i < names.Length; i++)
        {
            yield return KeyValuePair.Create(names[i], request.PathParameterAt(i).ToString());
        }
    }

    /// <summary>The response's headers, without the two ids that every response has.</summary>
    private IEnumerable<KeyValuePair<string, string>> ResponseHeaders() =>
        request.Exchange.ResponseHeaders.Where(static header => !ResponseWriter.IsId(header.Key));

    private void Write(string line) => Sink.Write(request.ReceivedAt + request.ElapsedOf(request.Now() - request.StartedAt), line);
}
