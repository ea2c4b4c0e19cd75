using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using AWS.Lambda.Powertools.Logging;
using ControlPlane.Gateway.Hosting.FunctionUrls;
using ControlPlane.Storage.Hosting;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace ControlPlane.Functions;

/// <summary>The data plane behind a function URL.</summary>
public sealed partial class RouterFunction
{
    private readonly FunctionUrlGateway _gateway;
    private readonly ILogger<RouterFunction> _logger;

    /// <summary>
    /// Creates the function and warms it up: while a sandbox starts, and before a snapshot is taken (SnapStart), time is cheaper than
    /// while a caller waits.
    /// </summary>
    public RouterFunction(FunctionUrlGateway gateway, ConnectingStore store, FunctionEnvironment environment, ILogger<RouterFunction> logger)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(environment);
        (_gateway, _logger) = (gateway, logger);
        SnapshotRestore.RegisterAfterRestore(FunctionUrlGateway.RestoredAsync);

        // The first record is a slow one. Written here, it takes its time while the store connects, and not while a caller waits.
        Starting(environment.Name, environment.Table);

        // Not left to themselves: the sandbox may freeze when this is done.
        store.Connected.GetAwaiter().GetResult();
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

    [LoggerMessage(Level = LogLevel.Information, Message = "The router of {Environment} starts; it reads the table {Table}.")]
    private partial void Starting(string environment, string table);
}
