using System.Text;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Gateway.Integrations;

/// <summary>
/// A Lambda function behind mappings (AWS: AWS, for Lambda). Of the integration's headers the service is told <c>X-Amz-Invocation-Type</c>;
/// <c>credentials</c> do not matter, since the gateway calls functions as itself.
/// </summary>
internal sealed class LambdaIntegration(ILambdaClient lambda, FunctionAddress function, MethodPlan plan, BinaryMediaTypes binaryTypes) : IIntegration
{
    private const string InvocationTypeHeader = "X-Amz-Invocation-Type";

    private static readonly ReadOnlyMemory<byte> EmptyEvent = Encoding.UTF8.GetBytes("{}");

    public async ValueTask InvokeAsync(RequestContext request)
    {
        await request.ReadBodyAsync().ConfigureAwait(false);
        var body = ContentConversion.OfRequest(request, binaryTypes, plan.Integration?.ContentHandling);
        var payload = await plan.Templates.ApplyAsync(request, body, request.Scratch).ConfigureAwait(false);
        CheckOverrides(request);
        var called = function.Resolve(request);
        function.Versions?.Expect(request);
        using var invocation = await FunctionCall.SendAsync(
            lambda,
            called,
            request,
            payload.IsEmpty ? EmptyEvent : payload,
            plan.Integration!.TimeoutInMillis,
            Type(request)).ConfigureAwait(false);

        function.Versions?.Note(request, invocation);

        // Patterns are the user's own and meet messages of any length: not on the I/O thread.
        await Task.Yield();
        using var answer = new BackendAnswer(invocation.StatusCode, InvocationHeaders.Of(invocation), invocation.Payload);
        request.TraceEndpointResponse(answer.Status, answer.Headers, answer.Body);
        await MappedResponse.WriteAsync(request, Select(invocation), answer, isBinary: false, binaryTypes).ConfigureAwait(false);
    }

    /// <summary>The response for a function's result, or for a refusal of the service whose message has a pattern of its own.</summary>
    private ResponseMapping Select(Invocation invocation)
    {
        if (FunctionCall.IsAnswer(invocation))
        {
            return plan.Responses.Select(FunctionCall.ErrorMessage(invocation.Payload.Span), invocation.StatusCode);
        }

        return plan.Responses.FindPatterned(FunctionCall.ServiceMessage(invocation.Payload.Span)) ?? throw FunctionCall.Refused(invocation);
    }

    private static void CheckOverrides(RequestContext request)
    {
        foreach (var (name, _) in request.SetOverrides?.RequestHeaders ?? [])
        {
            UnmappableHeaders.Check(name, isAws: true);
        }
    }

    private InvocationType Type(RequestContext request)
    {
        var value = ParameterOverrides.Find(request.SetOverrides?.RequestHeaders, InvocationTypeHeader, StringComparison.OrdinalIgnoreCase)
            ?? MappedType(request);
        return value switch
        {
            null or nameof(InvocationType.RequestResponse) => InvocationType.RequestResponse,
            nameof(InvocationType.Event) => InvocationType.Event,
            nameof(InvocationType.DryRun) => InvocationType.DryRun,
            _ => throw GatewayFailure.Configuration($"Unknown invocation type {value}"),
        };
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
