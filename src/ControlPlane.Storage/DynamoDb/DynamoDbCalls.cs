using Amazon.DynamoDBv2.Model;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>What came of a request.</summary>
/// <typeparam name="T">The response.</typeparam>
/// <param name="Response">The response, or null when the condition did not hold.</param>
/// <param name="InDoubt">Whether an earlier try of the same request may have taken effect, its answer being lost.</param>
internal readonly record struct DynamoDbAnswer<T>(T? Response, bool InDoubt)
    where T : class;

/// <summary>
/// Sends requests: each try within its time, failed ones again after a random pause, all within the time budget. The SDK could
/// try again by itself, but would not tell; and what a failed condition means depends on whether there was a try before.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="time">What time is measured by.</param>
internal sealed class DynamoDbCalls(DynamoDbStoreOptions options, TimeProvider time)
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(1);

    /// <summary>Sends a request until it is answered.</summary>
    /// <param name="send">One try. What it sends must be the same each time.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="Items.StoreUnavailableException">It was not answered in time, or never will be.</exception>
    public async Task<DynamoDbAnswer<T>> SendAsync<T>(Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = time.GetTimestamp();
        var inDoubt = false;
        for (var tries = 1; ; tries++)
        {
            DynamoDbFailure failure;
            try
            {
                return new(await TryAsync(send, cancellationToken).ConfigureAwait(false), inDoubt);
            }
            catch (ConditionalCheckFailedException)
            {
                return new(null, inDoubt);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (Exception exception) when (DynamoDbFailure.Of(exception, options.Table) is { } known)
            {
                failure = known;
            }

            inDoubt |= failure.Kind == DynamoDbFailure.Kinds.InDoubt;
            var pause = Pause(tries);
            if (failure.Kind == DynamoDbFailure.Kinds.Final || time.GetElapsedTime(started) + pause + options.AttemptTimeout > options.TimeBudget)
            {
                throw failure.ToException();
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // At most twice as long each time, and random, so that clients that failed together do not return together.
    private static TimeSpan Pause(int tries)
    {
        var longest = Math.Min(_firstPause.TotalMilliseconds * Math.Pow(2, tries), _longestPause.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(longest * Random.Shared.NextDouble());
    }

    private async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        return await send(either.Token).ConfigureAwait(false);
    }
}
