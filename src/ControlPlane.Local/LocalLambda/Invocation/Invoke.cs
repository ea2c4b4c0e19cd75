using ControlPlane.Local.LocalLambda.Aliases;
using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Invocation;

/// <summary>Invoke: RequestResponse, Event or DryRun.</summary>
internal sealed class Invoke(
    FunctionResolver resolver, FunctionInvoker invoker, EventQueue events, LambdaAccount account, LocalLambdaOptions options) : ILambdaOperation
{
    private const long MaxPayloadBytes = 6291456;
    private const long MaxEventPayloadBytes = 1024 * 1024;

    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        var headers = call.Http.Request.Headers;
        var type = Option(headers["X-Amz-Invocation-Type"], "invocationType", "RequestResponse", "Event", "DryRun");
        var wantsTail = Option(headers["X-Amz-Log-Type"], "logType", "None", "Tail") == "Tail";
        var limit = type == "Event" ? MaxEventPayloadBytes : MaxPayloadBytes;
        var body = await call.ReadBodyAsync(limit, () => LambdaErrors.RequestTooLarge($"Request must be smaller than {limit} bytes for the InvokeFunction operation"));
        var target = await resolver.ResolveAsync(reference, ChooseVersion, call.Aborted);
        var invocation = new FunctionInvocation
        {
            RequestId = call.RequestId,
            Payload = InvocationPayload.Event(body),
            InvokedArn = target.InvokedArn,
            ClientContext = InvocationPayload.ClientContext(headers["X-Amz-Client-Context"]),
            TraceId = headers["X-Amzn-Trace-Id"] is [{ Length: > 0 } given, ..] ? given : TraceIds.New(call.RequestId),
            WantsLogTail = wantsTail && type == "RequestResponse",
        };
        switch (type)
        {
            case "DryRun":
                await call.NoContentAsync();
                break;
            case "Event":
                events.Enqueue(reference, invocation);
                call.Http.Response.StatusCode = StatusCodes.Status202Accepted;
                break;
            default:
                await AnswerAsync(call.Http.Response, target, await invoker.InvokeAsync(target, invocation));
                break;
        }
    }

    private static string Option(string? value, string member, params ReadOnlySpan<string> allowed)
    {
        if (string.IsNullOrEmpty(value))
        {
            return allowed[0];
        }

        var violations = new ConstraintViolations();
        violations.OneOf(value, member, allowed);
        violations.ThrowIfAny();
        return value;
    }

    private static async Task AnswerAsync(HttpResponse response, ResolvedFunction target, InvocationResult result)
    {
        response.Headers["X-Amz-Executed-Version"] = target.Configuration.Version;
        if (result.IsError)
        {
            response.Headers["X-Amz-Function-Error"] = "Unhandled";
        }

        if (result.LogTail.Length > 0)
        {
            response.Headers["X-Amz-Log-Result"] = Convert.ToBase64String(result.LogTail.Span);
        }

        response.ContentType = "application/json";
        response.ContentLength = result.Payload.Length;
        await response.Body.WriteAsync(result.Payload);
    }

    private string ChooseVersion(AliasConfiguration alias) =>
        alias.RoutingConfig is null ? alias.FunctionVersion : alias.Choose(options.Random.NextDouble());
}
