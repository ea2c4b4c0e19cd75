using ControlPlane.Local.LocalLambda.Aliases;
using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Invocation;

/// <summary>
/// Asynchronous invocations. A failed one is tried again as often as the options say; a throttled one is tried again until it is
/// too old. The queue is in memory: events that wait when the host ends are lost, and the log says how many.
/// </summary>
internal sealed partial class EventQueue(
    FunctionResolver resolver, FunctionInvoker invoker, LocalLambdaOptions options, TimeProvider time, ILogger<EventQueue> logger) : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(6);
    private static readonly TimeSpan FirstThrottleDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxThrottleDelay = TimeSpan.FromMinutes(5);

    // Events leave half of the processes to callers that wait.
    private readonly SemaphoreSlim _running = new(Math.Max(1, options.MaxConcurrency / 2));
    private readonly CancellationTokenSource _stopping = new();
    private int _queued;

    /// <summary>Takes an event in.</summary>
    /// <exception cref="LambdaException">The queue is full (429).</exception>
    public void Enqueue(FunctionReference reference, FunctionInvocation invocation)
    {
        if (Interlocked.Increment(ref _queued) > options.EventQueueLength)
        {
            Interlocked.Decrement(ref _queued);
            throw LambdaErrors.Throttled("CallerRateLimitExceeded");
        }

        _ = RunAsync(reference, invocation);
    }

    /// <summary>Gives up what is still queued.</summary>
    public void Stop()
    {
        _stopping.Cancel();
        if (Volatile.Read(ref _queued) is > 0 and var lost)
        {
            LogLost(logger, lost);
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _running.Dispose();
    }

    private async Task RunAsync(FunctionReference reference, FunctionInvocation invocation)
    {
        await Task.Yield();
        try
        {
            await RunUntilDoneAsync(reference, invocation);
        }
        catch (OperationCanceledException)
        {
            // The host stops; Stop has counted it.
        }
        catch (LambdaException e)
        {
            LogDropped(logger, invocation.RequestId, reference.Name, e.Message);
        }
        catch (Exception e)
        {
            LogFailed(logger, invocation.RequestId, reference.Name, e);
        }
        finally
        {
            Interlocked.Decrement(ref _queued);
        }
    }

    private async Task RunUntilDoneAsync(FunctionReference reference, FunctionInvocation first)
    {
        var since = time.GetTimestamp();
        var throttleDelay = FirstThrottleDelay;
        var failures = 0;
        while (true)
        {
            TimeSpan delay;
            try
            {
                if (!(await TryAsync(reference, first.Again())).IsError)
                {
                    return;
                }

                if (failures == options.EventRetryDelays.Count)
                {
                    throw LambdaErrors.InvalidContent("it failed and all retries did too");
                }

                delay = options.EventRetryDelays[failures++];
            }
            catch (LambdaException e) when (e.Status is 429 or 503 && time.GetElapsedTime(since) < MaxAge)
            {
                delay = throttleDelay;
                throttleDelay = throttleDelay * 2 < MaxThrottleDelay ? throttleDelay * 2 : MaxThrottleDelay;
            }

            await Task.Delay(delay, time, _stopping.Token);
        }
    }

    private async Task<InvocationResult> TryAsync(FunctionReference reference, FunctionInvocation invocation)
    {
        await _running.WaitAsync(_stopping.Token);
        try
        {
            var target = await resolver.ResolveAsync(reference, ChooseVersion, _stopping.Token);
            return await invoker.InvokeAsync(target, invocation);
        }
        finally
        {
            _running.Release();
        }
    }

    private string ChooseVersion(AliasConfiguration alias) => alias.Choose(options.Random.NextDouble());

    [LoggerMessage(50, LogLevel.Warning, "{Count} asynchronous invocations were not finished when the service stopped; they are lost")]
    private static partial void LogLost(ILogger logger, int count);

    [LoggerMessage(51, LogLevel.Error, "Asynchronous invocation {RequestId} of {Function} is dropped: {Reason}")]
    private static partial void LogDropped(ILogger logger, string requestId, string function, string reason);

    [LoggerMessage(52, LogLevel.Error, "Asynchronous invocation {RequestId} of {Function} is dropped")]
    private static partial void LogFailed(ILogger logger, string requestId, string function, Exception exception);
}
