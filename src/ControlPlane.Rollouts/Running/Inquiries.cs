using System.Collections.Concurrent;

namespace ControlPlane.Rollouts.Running;

/// <summary>
/// Questions to others that take longer than a tick: asked beside it, once at a time each, and answered in a later one. What a process that ends
/// has asked is lost and asked again; the answer stays here until it is stored.
/// </summary>
/// <typeparam name="TAnswer">What is answered.</typeparam>
internal sealed class Inquiries<TAnswer> : IDisposable
    where TAnswer : class
{
    private readonly ConcurrentDictionary<(string Rollout, string Question), Task<TAnswer?>> _asked = new();
    private CancellationTokenSource _ending = new();

    /// <summary>Asks, unless that very question is being asked or has been answered.</summary>
    /// <param name="rolloutId">Whose question it is.</param>
    /// <param name="question">What tells it from the rollout's others.</param>
    /// <param name="ask">Asks; gives null for no answer. Never fails.</param>
    public void Ask(string rolloutId, string question, Func<CancellationToken, Task<TAnswer?>> ask)
    {
        var key = (rolloutId, question);
        if (_asked.TryGetValue(key, out var asked) && !(asked.IsCompletedSuccessfully && asked.Result is null))
        {
            return;
        }

        var token = _ending.Token;
        _asked[key] = Task.Run(() => ask(token), CancellationToken.None);
    }

    /// <summary>The answers to a rollout's questions that have come.</summary>
    public IReadOnlyList<(string Question, TAnswer Answer)> Answers(string rolloutId)
    {
        List<(string, TAnswer)>? answers = null;
        foreach (var (key, asked) in _asked)
        {
            if (key.Rollout == rolloutId && asked.IsCompletedSuccessfully && asked.Result is { } answer)
            {
                (answers ??= []).Add((key.Question, answer));
            }
        }

        return answers ?? [];
    }

    /// <summary>Forgets answers, which are stored now.</summary>
    public void Forget(string rolloutId, IEnumerable<string> questions)
    {
        foreach (var question in questions)
        {
            _asked.TryRemove((rolloutId, question), out _);
        }
    }

    /// <summary>Gives up what is being asked, before the process stands still.</summary>
    public async Task GiveUpAsync()
    {
        var ending = Interlocked.Exchange(ref _ending, new CancellationTokenSource());
        await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_asked.Values).ConfigureAwait(false);
        ending.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }
}
