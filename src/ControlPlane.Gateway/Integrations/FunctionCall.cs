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

    /// <summary>Invokes a function within the integration's time.</summary>
    /// <exception cref="GatewayFailure">The function was not run, took too long, or answered too much.</exception>
    public static async ValueTask<Invocation> InvokeAsync(
        ILambdaClient lambda,
        string function,
        RequestContext request,
        ReadOnlyMemory<byte> payload,
        int timeoutInMillis,
        InvocationType type = InvocationType.RequestResponse)
    {
        if (payload.Length > MaxPayloadBytes)
        {
            throw new GatewayFailure(GatewayError.RequestTooLarge, $"The event has {payload.Length} bytes; the limit is {MaxPayloadBytes}.");
        }

        request.LogIntegrationRequest(function, payload.Length);
        var deadline = request.Exchange.StartDeadline(timeoutInMillis);
        var started = request.Now();
        Invocation invocation;
        try
        {
            invocation = await lambda.InvokeAsync(function, payload, type, deadline).ConfigureAwait(false);
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

        request.LogIntegrationResponse(invocation.StatusCode, invocation.Payload.Length);
        if (invocation.IsAccepted && invocation.Payload.Length <= MaxPayloadBytes)
        {
            return invocation;
        }

        using (invocation)
        {
            throw Refused(function, invocation);
        }
    }

    /// <summary>The answer when the function itself failed.</summary>
    public static GatewayFailure FunctionFailed(Invocation invocation) => new(
        GatewayError.BadBackendResponse,
        $"Lambda execution failed with status 200 due to customer function error: {ErrorMessage(invocation.Payload.Span)}. Lambda request id: {invocation.RequestId}");

    /// <summary>The <c>errorMessage</c> of a function's result; empty when there is none.</summary>
    public static string ErrorMessage(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isMessage = reader.ValueTextEquals("errorMessage"u8);
                    reader.Read();
                    if (isMessage && reader.TokenType == JsonTokenType.String)
                    {
                        return reader.GetString()!;
                    }

                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            // A result that is no JSON has no error message.
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

    private static GatewayFailure Refused(string function, Invocation invocation)
    {
        var detail = $"Lambda invocation of {function} failed with status: {invocation.StatusCode} {invocation.ErrorType}. Lambda request id: {invocation.RequestId}";
        return invocation.StatusCode switch
        {
            403 => GatewayFailure.Configuration($"Invalid permissions on Lambda function. {detail}"),
            429 => GatewayFailure.Configuration($"Rate Exceeded. {detail}"),
            413 => new GatewayFailure(GatewayError.RequestTooLarge, detail),
            _ => new GatewayFailure(GatewayError.BadBackendResponse, detail),
        };
    }
}
