using System.Buffers;
using System.Buffers.Text;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Integrations.Http;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Gateway.Integrations.LambdaProxy;

/// <summary>A Lambda function that gets the whole request as an event and returns the whole response (AWS: AWS_PROXY).</summary>
internal sealed class LambdaProxyIntegration(ILambdaClient lambda, string function, Integration integration, BinaryMediaTypes binaryTypes)
    : IIntegration
{
    private readonly AliasVersions? _versions = AliasVersions.Of(function);

    public async ValueTask InvokeAsync(RequestContext request)
    {
        await request.ReadBodyAsync().ConfigureAwait(false);
        ProxyEvent.Write(request, binaryTypes, request.Scratch);
        _versions?.Expect(request);
        using var invocation = await FunctionCall.InvokeAsync(
            lambda, function, request, request.Scratch.Written, integration.TimeoutInMillis).ConfigureAwait(false);
        _versions?.Note(request, invocation);
        await RequestContext.LeaveIoThreadAsync(invocation.Payload.Length).ConfigureAwait(false);
        request.TraceInvocation(invocation);
        if (invocation.FunctionError is not null)
        {
            throw FunctionCall.FunctionFailed(invocation);
        }

        var response = ProxyResponse.TryParse(invocation.Payload) ?? throw Malformed();
        request.FunctionStatus = response.Status;
        request.Execution?.Learn(response.Headers);
        request.Trace?.EndpointResponse(response.Status, response.Headers, response.Body);
        WriteHeaders(request, response);
        await ResponseWriter.WriteAsync(request.Exchange, response.Status, Body(request, response)).ConfigureAwait(false);
    }

    private static GatewayFailure Malformed() =>
        new(GatewayError.BadBackendResponse, "Execution failed due to configuration error: Malformed Lambda proxy response");

    private static void WriteHeaders(RequestContext request, ProxyResponse response)
    {
        var hasContentType = false;
        foreach (var (name, value) in response.Headers)
        {
            if (!HeaderText.IsName(name) || !HeaderText.IsValue(value))
            {
                throw Malformed();
            }

            if (RemappedHeaders.Map(name) is { } mapped)
            {
                hasContentType |= mapped.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);
                request.Exchange.AddHeader(mapped, HeaderText.Clean(value));
            }
        }

        if (!hasContentType)
        {
            request.Exchange.AddHeader("Content-Type", MediaType.Json);
        }

        request.Exchange.AddHeader("X-Amzn-Trace-Id", request.TraceId);
    }

    private ReadOnlyMemory<byte> Body(RequestContext request, ProxyResponse response)
    {
        if (!response.IsBase64Encoded || !binaryTypes.MatchesAccept(request.Exchange.FindHeader("Accept")))
        {
            return response.Body;
        }

        var room = request.Received.GetSpan(Base64.GetMaxDecodedFromUtf8Length(response.Body.Length));
        if (Base64.DecodeFromUtf8(response.Body.Span, room, out _, out var written) != OperationStatus.Done)
        {
            throw GatewayFailure.Configuration("Unable to base64 decode the body.");
        }

        request.Received.Advance(written);
        return request.Received.Written;
    }
}
