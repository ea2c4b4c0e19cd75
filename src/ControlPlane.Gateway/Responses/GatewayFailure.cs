namespace ControlPlane.Gateway.Responses;

/// <summary>Ends a request with one of the gateway's own answers. The detail is for the log, as API Gateway's execution log words it.</summary>
internal sealed class GatewayFailure(GatewayError error, string detail, Exception? cause = null) : Exception(detail, cause)
{
    public GatewayError Error { get; } = error;

    public static GatewayFailure Configuration(string detail, Exception? cause = null) =>
        new(GatewayError.Internal, $"Execution failed due to configuration error: {detail}", cause);
}
