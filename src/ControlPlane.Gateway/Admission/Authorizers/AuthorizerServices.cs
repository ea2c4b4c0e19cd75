using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Responses;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Gateway.Admission.Authorizers;

/// <summary>What the authorizers of all stages work with.</summary>
/// <param name="lambda">Runs their functions.</param>
/// <param name="arns">What policies call methods.</param>
/// <param name="time">The time.</param>
internal sealed class AuthorizerServices(ILambdaClient lambda, MethodArn arns, TimeProvider time)
{
    /// <summary>How long a function may take, in milliseconds.</summary>
    public const int TimeoutInMillis = 29_000;

    public MethodArn Arns => arns;

    /// <summary>What functions have said.</summary>
    public VerdictCache Verdicts { get; } = new(time);

    /// <summary>Asks a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="payload">The event; given back when the function has answered.</param>
    /// <exception cref="GatewayFailure">500: there is no verdict.</exception>
    public async Task<Verdict> InvokeAsync(string function, PooledBytes payload)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(TimeoutInMillis), time);
        try
        {
            if (payload.Length > FunctionCall.MaxPayloadBytes)
            {
                throw new GatewayFailure(GatewayError.RequestTooLarge, "The authorizer's event is too large.");
            }

            using var invocation = await lambda.InvokeAsync(function, payload.Written, InvocationType.RequestResponse, deadline.Token).ConfigureAwait(false);
            return invocation.IsAccepted ? VerdictReader.Read(invocation) : throw Refused(function, invocation);
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested)
        {
            throw new GatewayFailure(GatewayError.AuthorizerFailure, "The authorizer took too long.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new GatewayFailure(GatewayError.AuthorizerFailure, $"The Lambda service cannot be reached: {exception.Message}", exception);
        }
        finally
        {
            payload.Release();
        }
    }

    private static GatewayFailure Refused(string function, Invocation invocation)
    {
        var detail = $"Lambda invocation of the authorizer's function {function} failed with status: {invocation.StatusCode} {invocation.ErrorType}. Lambda request id: {invocation.RequestId}";
        return invocation.StatusCode is 429 or >= 500
            ? new GatewayFailure(GatewayError.AuthorizerFailure, detail)
            : new GatewayFailure(GatewayError.AuthorizerConfiguration, $"Execution failed due to configuration error: {detail}");
    }
}
