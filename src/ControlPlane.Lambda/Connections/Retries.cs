using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Lambda.Connections;

/// <summary>Which failures of a request may be met by sending it again.</summary>
internal enum Repetition
{
    /// <summary>Only those that show that nothing was done: no connection, or throttled.</summary>
    WhenUndone,

    /// <summary>Also those that leave open whether something was done: doing it twice is the same as once.</summary>
    Always,
}

/// <summary>Sends requests again that failed for a while: three attempts, with waits at random up to 100 and 200 ms (AWS: full jitter).</summary>
internal sealed class Retries(TimeProvider time)
{
    private const int Attempts = 3;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends until an answer will do.</summary>
    /// <param name="repetition">What may be sent again.</param>
    /// <param name="send">Makes and sends the request; signed anew each time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer, and how many times the request was sent.</returns>
    /// <exception cref="HttpRequestException">The service could not be reached.</exception>
    public async ValueTask<(Invocation Answer, int Sent)> RunAsync(
        Repetition repetition, Func<CancellationToken, ValueTask<Invocation>> send, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await send(cancellationToken).ConfigureAwait(false);
                if (attempt == Attempts || !IsPassing(answer.StatusCode, repetition))
                {
                    return (answer, attempt);
                }

                answer.Dispose();
            }
            catch (Exception exception) when (attempt < Attempts && IsPassing(exception, repetition))
            {
                // The next attempt may get through.
            }

            var most = FirstWait * (1 << (attempt - 1));
            await Task.Delay(most * Random.Shared.NextDouble(), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsPassing(int status, Repetition repetition) =>
        status == 429 || (repetition == Repetition.Always && status is (500 or 502 or 503 or 504));

    private static bool IsPassing(Exception exception, Repetition repetition) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => false,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => true,
        HttpRequestException or IOException => repetition == Repetition.Always,
        _ => false,
    };
}
