using System.Text;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Responses;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Hosting.FunctionUrls;

/// <summary>
/// The data plane behind a Lambda function URL or an HTTP API: events in payload format 2.0 in, responses in the same format out. Knows
/// nothing of Lambda's libraries: bytes come and go as streams. May serve several events at a time.
/// </summary>
/// <param name="gateway">The data plane; not disposed.</param>
/// <param name="logger">Gets a line for every event that cannot be served.</param>
/// <param name="time">The time the gateway runs by.</param>
public sealed partial class FunctionUrlGateway(Gateway gateway, ILogger<FunctionUrlGateway> logger, TimeProvider? time = null)
{
    /// <summary>What is kept of an invocation's time to answer before Lambda ends it.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a response waits for the store to answer questions that are not the request's own.</summary>
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(5);
    private static readonly string[] WarmUpEvents =
    [
        """{"rawPath":"/warm-up/none","requestContext":{"http":{"method":"GET","sourceIp":"127.0.0.1"}}}""",
        """{"rawPath":"/ping","requestContext":{"http":{"method":"GET","sourceIp":"127.0.0.1"}}}""",
    ];

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private FunctionUrlExchange? _idle;

    /// <summary>
    /// Serves an event. A request gets the gateway's answer, 504 when the time is over and 502 when the answer is over Lambda's 6 MB; an
    /// object without a request in it gets 200, everything else 400.
    /// </summary>
    /// <param name="input">The event.</param>
    /// <param name="timeLeft">How long the invocation may still take.</param>
    /// <returns>The response, at its beginning. Disposing it gives its memory back.</returns>
    /// <exception cref="IOException">The event could not be read from the stream.</exception>
    public async Task<Stream> HandleAsync(Stream input, TimeSpan timeLeft)
    {
        ArgumentNullException.ThrowIfNull(input);
        var started = _time.GetTimestamp();
        var left = timeLeft > Margin + Margin ? timeLeft - Margin : timeLeft / 2;
        var exchange = Interlocked.Exchange(ref _idle, null) ?? new FunctionUrlExchange(_time);
        var kind = await exchange.BeginAsync(input, started + (long)(left.TotalSeconds * _time.TimestampFrequency)).ConfigureAwait(false);
        if (kind == EventKind.Malformed)
        {
            Malformed(exchange.Problem);
            Refuse(exchange.Response, GatewayError.BadRequest, null);
        }
        else if (kind == EventKind.Request && !await ServeAsync(exchange, left).ConfigureAwait(false))
        {
            // What still runs keeps its exchange.
            var late = new FunctionUrlResponse();
            Refuse(late, GatewayError.IntegrationTimeout, exchange.Context?.RequestId);
            return Written(late, null);
        }

        var response = Written(exchange.Response, exchange.Context?.RequestId);
        exchange.End();
        Volatile.Write(ref _idle, exchange);
        return response;
    }

    /// <summary>
    /// Serves what warms up the way of a request: one for a stage that cannot exist, up to the store, and one that the gateway answers. For
    /// a process whose snapshot is about to be taken (SnapStart). A store that fails does not matter here.
    /// </summary>
    public async ValueTask WarmUpAsync()
    {
        foreach (var warmUp in WarmUpEvents)
        {
            using var input = new MemoryStream(Encoding.UTF8.GetBytes(warmUp));
            await using var output = await HandleAsync(input, WarmUpTime).ConfigureAwait(false);
        }
    }

    /// <summary>Makes a process that goes on from a snapshot (SnapStart) differ from the others that do: in its ids and its picks.</summary>
    public static ValueTask RestoredAsync()
    {
        Chance.Renew();
        return default;
    }

    private static void Refuse(FunctionUrlResponse response, GatewayError error, string? requestId)
    {
        response.Clear();
        response.Status = error.Status;
        response.SetHeader("Content-Type", "application/json");
        response.SetHeader("x-amzn-ErrorType", error.Type);
        response.SetHeader("x-amzn-RequestId", requestId ?? RequestIds.NewId());
        response.Write(error.Body.Span);
    }

    /// <returns>False when there was no time to finish.</returns>
    private async ValueTask<bool> ServeAsync(FunctionUrlExchange exchange, TimeSpan left)
    {
        var served = gateway.ServeAsync(exchange);
        if (!served.IsCompletedSuccessfully && !await IsDoneAsync(served, left).ConfigureAwait(false))
        {
            OutOfTime(exchange.Context?.RequestId ?? "");
            exchange.GiveUp();
            return false;
        }

        // The sandbox may freeze as soon as the response is there.
        var settled = gateway.SettleAsync();
        if (!settled.IsCompleted)
        {
            await IsDoneAsync(settled, SettleTime).ConfigureAwait(false);
        }

        return true;
    }

    private async ValueTask<bool> IsDoneAsync(Task task, TimeSpan left)
    {
        try
        {
            await task.WaitAsync(left, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private ResponseStream Written(FunctionUrlResponse response, string? requestId)
    {
        var output = new PooledBytes();
        if (response.IsBroken)
        {
            BrokenOff(requestId ?? "");
            Refuse(response, GatewayError.BadBackendResponse, requestId);
        }

        if (!response.TryWrite(output))
        {
            TooLarge(requestId ?? "", FunctionUrlResponse.MaxBytes);
            Refuse(response, GatewayError.BadBackendResponse, requestId);
            output.Release();
            response.TryWrite(output);
        }

        return ResponseStream.Of(output);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event was refused: {Problem}")]
    private partial void Malformed(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "({RequestId}) The invocation's time is over before the request was served.")]
    private partial void OutOfTime(string requestId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "({RequestId}) The response ended early.")]
    private partial void BrokenOff(string requestId);

    [LoggerMessage(Level = LogLevel.Error, Message = "({RequestId}) The response is over the {MaxBytes} bytes that Lambda takes.")]
    private partial void TooLarge(string requestId, int maxBytes);
}
