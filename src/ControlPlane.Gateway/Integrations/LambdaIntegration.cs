using System.Text;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Gateway.Integrations;

/// <summary>A Lambda function behind mappings (AWS: AWS, for Lambda).</summary>
internal sealed class LambdaIntegration(ILambdaClient lambda, string function, MethodPlan plan, BinaryMediaTypes binaryTypes) : IIntegration
{
    private const string InvocationTypeHeader = "X-Amz-Invocation-Type";

    private static readonly ReadOnlyMemory<byte> EmptyEvent = Encoding.UTF8.GetBytes("{}");

    public async ValueTask InvokeAsync(RequestContext request)
    {
        await request.ReadBodyAsync().ConfigureAwait(false);
        var isBinary = binaryTypes.MatchesContent(request.Exchange.FindHeader("Content-Type"));
        var converted = ContentConversion.OfRequest(request.Body.Written, isBinary, plan.Integration?.ContentHandling);
        var payload = await plan.Templates.ApplyAsync(request, converted, request.Scratch).ConfigureAwait(false);
        request.Trace?.EndpointRequest(function, payload);
        using var invocation = await FunctionCall.InvokeAsync(
            lambda,
            function,
            request,
            payload.IsEmpty ? EmptyEvent : payload,
            plan.Integration!.TimeoutInMillis,
            Type(request)).ConfigureAwait(false);

        // Patterns are the user's own and meet messages of any length: not on the I/O thread.
        await Task.Yield();
        request.EndpointRequestId = invocation.RequestId;
        using var answer = new BackendAnswer(invocation.StatusCode, [], invocation.Payload);
        request.Trace?.EndpointResponse(answer.Status, answer.Headers, answer.Body);
        var mapping = plan.Responses.Select(FunctionCall.ErrorMessage(answer.Body.Span), answer.Status);
        var acceptsBinary = binaryTypes.MatchesAccept(request.Exchange.FindHeader("Accept"));
        var body = ContentConversion.OfResponse(answer.Body, isBinary: false, acceptsBinary, mapping.ContentHandling);
        await MappedResponse.WriteAsync(request, mapping, answer, body).ConfigureAwait(false);
    }

    private InvocationType Type(RequestContext request)
    {
        var value = ParameterOverrides.Find(request.SetOverrides?.RequestHeaders, InvocationTypeHeader, StringComparison.OrdinalIgnoreCase)
            ?? MappedType(request);
        if (value is null)
        {
            return InvocationType.RequestResponse;
        }

        return Enum.TryParse<InvocationType>(value, out var type)
            ? type
            : throw GatewayFailure.Configuration($"Unknown invocation type {value}");
    }

    private string? MappedType(RequestContext request)
    {
        foreach (var (name, expression) in plan.Mapping.Headers)
        {
            if (name.Equals(InvocationTypeHeader, StringComparison.OrdinalIgnoreCase) && expression.Resolve(request) is { } value)
            {
                return value;
            }
        }

        return null;
    }
}
