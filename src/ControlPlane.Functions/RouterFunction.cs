using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using AWS.Lambda.Powertools.Logging;
using ControlPlane.Gateway.Hosting.FunctionUrls;

namespace ControlPlane.Functions;

/// <summary>The data plane behind a function URL.</summary>
public sealed class RouterFunction
{
    private readonly FunctionUrlGateway _gateway;

    /// <summary>
    /// Creates the function and warms it up: while a sandbox starts, and before a snapshot is taken (SnapStart), time is cheaper than
    /// while a caller waits.
    /// </summary>
    public RouterFunction(FunctionUrlGateway gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        _gateway = gateway;
        SnapshotRestore.RegisterAfterRestore(FunctionUrlGateway.RestoredAsync);

        // Not left to itself: the sandbox may freeze when this is done.
        gateway.WarmUpAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Serves one request: an event in payload format 2.0 in, a response out.</summary>
    [LambdaFunction(ResourceName = "RouterFunction")]
    public Task<Stream> Route(Stream input, ILambdaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Logger.AppendKey("function_request_id", context.AwsRequestId);
        return _gateway.HandleAsync(input, context.RemainingTime);
    }
}
