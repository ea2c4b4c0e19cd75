using System.Text.Json;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Responses;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Gateway.Integrations;

/// <summary>Invokes functions for requests, and says what failures mean.</summary>
internal static class FunctionCall
{
    /// <summary>Largest event and largest result, in bytes (Lambda: invocation payload quota).</summary>
    public const int MaxPayloadBytes = 6 * 1024 * 1024;

    /// <summary>Invokes a function with the whole request, within the integration's time.</summary>
    /// <exception cref="GatewayFailure">The function was not run, took too long, or answered too much.</exception>
    public static async ValueTask<Invocation> InvokeAsync(
        ILambdaClient lambda, string function, RequestContext request, ReadOnlyMemory<byte> payload, int timeoutInMillis)
    {
        var invocation = await SendAsync(
            lambda, function, request, payload, timeoutInMillis, InvocationType.RequestResponse, repeatsRequest: true).ConfigureAwait(false);
        if (IsAnswer(invocation))
        {
            return invocation;
        }

        using (invocation)
        {
            request.TraceInvocation(invocation);
            throw Refused(invocation);
        }
    }

    /// <summary>Sends an event to a function within the integration's time.</summary>
    /// <returns>What the service answered, also when that is a refusal.</returns>
    /// <exception cref="GatewayFailure">The service did not answer, or took too long.</exception>
    public static async ValueTask<Invocation> SendAsync(
        ILambdaClient lambda,
        string function,
        RequestContext request,
        ReadOnlyMemory<byte> payload,
        int timeoutInMillis,
        InvocationType type,
        bool repeatsRequest = false)
    {
        if (payload.Length > MaxPayloadBytes)
        {
            throw new GatewayFailure(GatewayError.RequestTooLarge, $"The event has {payload.Length} bytes; the limit is {MaxPayloadBytes}.");
        }

        request.TraceEndpointRequest(lambda, function, payload, repeatsRequest);
        request.LogIntegrationRequest(lambda, function, payload.Length);
        var deadline = request.Exchange.StartDeadline(timeoutInMillis);
        var started = request.Now();
        Invocation invocation;
        try
        {
            invocation = await lambda.InvokeAsync(function, payload, type, request.Traced?.Header, deadline).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw Failure(request, exception, deadline);
        }
        finally
        {
            request.BackendTicks = request.Now() - started;
            request.Exchange.StopDeadline();
        }

        request.EndpointRequestId = invocation.RequestId;
        request.LogIntegrationResponse(invocation.StatusCode, invocation.Payload.Length);
        return invocation;
    }

    /// <summary>Whether the service took the invocation and answered within its limit.</summary>
    public static bool IsAnswer(Invocation invocation) => invocation.IsAccepted && invocation.Payload.Length <= MaxPayloadBytes;

    /// <summary>The answer when the function itself failed.</summary>
    public static GatewayFailure FunctionFailed(Invocation invocation) => new(
        GatewayError.BadBackendResponse,
        $"Lambda execution failed with status 200 due to customer function error: {ErrorMessage(invocation.Payload.Span)}. Lambda request id: {invocation.RequestId}");

    /// <summary>The <c>errorMessage</c> of a function's result; empty when there is none.</summary>
    public static string ErrorMessage(ReadOnlySpan<byte> payload) => Find(payload, "errorMessage"u8, default);

    /// <summary>The <c>message</c> of the service's refusal, which it spells one way or the other; empty when there is none.</summary>
    public static string ServiceMessage(ReadOnlySpan<byte> payload) => Find(payload, "message"u8, "Message"u8);

    /// <summary>The answer when the service did not run the function.</summary>
    public static GatewayFailure Refused(Invocation invocation)
    {
        var detail = $"Lambda invocation failed with status: {invocation.StatusCode} {invocation.ErrorType}. Lambda request id: {invocation.RequestId}";
        return invocation.StatusCode switch
        {
            403 => GatewayFailure.Configuration($"Invalid permissions on Lambda function. {detail}"),
            429 => GatewayFailure.Configuration($"Rate Exceeded. {detail}"),
            413 => new GatewayFailure(GatewayError.RequestTooLarge, detail),
            _ => new GatewayFailure(GatewayError.BadBackendResponse, detail),
        };
    }

    private static string Find(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> name, ReadOnlySpan<byte> otherName)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isMessage = reader.ValueTextEquals(name) || (!otherName.IsEmpty && reader.ValueTextEquals(otherName));
                    reader.Read();
                    if (isMessage && reader.TokenType == JsonTokenType.String)
                    {
                        return reader.GetString()!;
                    }

                    reader.Skip();
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A result that is no JSON, or no Unicode, has no message.
        }

        return "";
    }

    private static Exception Failure(RequestContext request, Exception exception, CancellationToken deadline)
    {
        if (request.Exchange.Aborted)
        {
            return new OperationCanceledException("The client is gone.", exception);
        }

        if (deadline.IsCancellationRequested)
        {
            return new GatewayFailure(GatewayError.IntegrationTimeout, "Execution failed due to a timeout error", exception);
        }

        return exception is HttpRequestException or IOException
            ? new GatewayFailure(GatewayError.BadBackendResponse, $"The Lambda service cannot be reached: {exception.Message}", exception)
            : exception;
    }
}
