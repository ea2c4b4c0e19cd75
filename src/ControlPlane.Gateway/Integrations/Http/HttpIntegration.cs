using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Integrations.Http;

/// <summary>An HTTP backend behind mappings (AWS: HTTP).</summary>
internal sealed class HttpIntegration(HttpBackend backend, MethodPlan plan, BinaryMediaTypes binaryTypes) : IIntegration
{
    public async ValueTask InvokeAsync(RequestContext request)
    {
        await request.ReadBodyAsync().ConfigureAwait(false);
        var contentType = request.Exchange.FindHeader("Content-Type");
        var converted = ContentConversion.OfRequest(request, binaryTypes, plan.Integration?.ContentHandling);
        var body = await plan.Templates.ApplyAsync(request, converted, request.Scratch).ConfigureAwait(false);
        using var message = backend.NewRequest(request, body, passThrough: false);
        if (message.Content is { Headers: { } headers } && !headers.NonValidated.Contains("Content-Type"))
        {
            headers.TryAddWithoutValidation("Content-Type", contentType ?? MediaType.Json);
        }

        request.TraceEndpointRequest(message, body);
        using var answer = await AskAsync(request, message).ConfigureAwait(false);
        request.LogIntegrationResponse(answer.Status, answer.Body.Length);
        request.TraceEndpointResponse(answer.Status, answer.Headers, answer.Body);
        await RequestContext.LeaveIoThreadAsync(answer.Body.Length).ConfigureAwait(false);
        var mapping = plan.Responses.ForStatus(answer.Status);
        var isBinary = binaryTypes.MatchesContent(answer.LastHeader("Content-Type"));
        await MappedResponse.WriteAsync(request, mapping, answer, isBinary, binaryTypes).ConfigureAwait(false);
    }

    private async ValueTask<BackendAnswer> AskAsync(RequestContext request, HttpRequestMessage message)
    {
        var deadline = backend.StartDeadline(request);
        var started = request.Now();
        try
        {
            using var response = await backend.SendAsync(request, message, deadline).ConfigureAwait(false);
            await ReadAsync(request, response, deadline).ConfigureAwait(false);
            return new BackendAnswer((int)response.StatusCode, Headers(response), request.Received.Written);
        }
        finally
        {
            request.BackendTicks = request.Now() - started;
            request.Exchange.StopDeadline();
        }
    }

    private static async ValueTask ReadAsync(RequestContext request, HttpResponseMessage response, CancellationToken deadline)
    {
        var length = response.RequestMessage?.Method == HttpMethod.Head ? 0 : ResponseBody.Length(response);
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(deadline).ConfigureAwait(false);
            ResponseBody.Check(length);
            await ResponseBody.ReadAsync(stream, request.Received, length, GatewayExchange.MaxBodyBytes + 1, deadline).ConfigureAwait(false);
            ResponseBody.Check(request.Received.Length);
        }
        catch (Exception exception) when (exception is not GatewayFailure)
        {
            throw HttpBackend.Failure(request, exception, deadline);
        }
    }

    private static List<KeyValuePair<string, string>> Headers(HttpResponseMessage response)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            headers.AddRange(values.Select(value => KeyValuePair.Create(name, value)));
        }

        return headers;
    }
}
