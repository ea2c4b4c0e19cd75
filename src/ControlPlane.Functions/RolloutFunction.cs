using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using AWS.Lambda.Powertools.Logging;
using ControlPlane.Rollouts;

namespace ControlPlane.Functions;

/// <summary>Does what is due, each time a schedule says so, and again every few seconds of the minute while rollouts run.</summary>
/// <param name="ticks">What is due.</param>
public sealed class RolloutFunction(TickLoop ticks)
{
    /// <summary>What is kept of an invocation's time to end in order.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>What is kept for the last tick.</summary>
    private static readonly TimeSpan LastTick = TimeSpan.FromSeconds(6);

    /// <summary>Does everything that is due by now; what the event says does not matter.</summary>
    [LambdaFunction(ResourceName = "RolloutFunction")]
    public async Task Tick(Stream input, ILambdaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Logger.AppendKey("function_request_id", context.AwsRequestId);
        var left = context.RemainingTime;
        using var ending = new CancellationTokenSource(left > Margin + Margin ? left - Margin : left / 2);
        await ticks.RunAsync(left - LastTick, ending.Token);
    }
}
