using System.Collections.Concurrent;

namespace ControlPlane.Gateway.Admission.Authorizers;

/// <summary>Verdicts that are kept for a while, the ones used longest ago giving way, and the invocations under way for more.</summary>
internal sealed class VerdictCache(TimeProvider time, int maxEntries = VerdictCache.MaxEntries, long maxBytes = VerdictCache.MaxBytes)
{
    /// <summary>Most verdicts that are kept.</summary>
    public const int MaxEntries = 10_000;

    /// <summary>Most bytes they take, about.</summary>
    public const long MaxBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<VerdictKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private readonly ConcurrentDictionary<VerdictKey, Lazy<Task<Verdict>>> _underWay = new();
    private long _bytes;

    /// <summary>Verdicts that are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The verdict of a key, or null when none is kept.</summary>
    public Verdict? Find(in VerdictKey key)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var node))
            {
                return null;
            }

            if (now >= node.Value.GoodUntil)
            {
                Remove(node);
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Verdict;
        }
    }

    /// <summary>Gets a verdict for all who want it at once, and keeps it unless it is that nobody calls.</summary>
    /// <param name="key">What it is kept by.</param>
    /// <param name="seconds">For how long.</param>
    /// <param name="ask">Asks for it; called at most once at a time for a key, on the thread of one of the callers.</param>
    public Task<Verdict> GetAsync(VerdictKey key, int seconds, Func<Task<Verdict>> ask) =>
        _underWay.GetOrAdd(key, static (asked, state) => new Lazy<Task<Verdict>>(() => state.Self.AskAsync(asked, state.seconds, state.ask)), (Self: this, seconds, ask)).Value;

    private async Task<Verdict> AskAsync(VerdictKey key, int seconds, Func<Task<Verdict>> ask)
    {
        try
        {
            var verdict = await ask().ConfigureAwait(false);
            if (!ReferenceEquals(verdict, Verdict.Unauthorized))
            {
                Keep(key, verdict, seconds);
            }

            return verdict;
        }
        finally
        {
            _underWay.TryRemove(key, out _);
        }
    }

    private void Keep(in VerdictKey key, Verdict verdict, int seconds)
    {
        if (verdict.Size > maxBytes)
        {
            return;
        }

        var entry = new Entry(key, verdict, time.GetTimestamp() + (seconds * time.TimestampFrequency));
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var before))
            {
                Remove(before);
            }

            _entries[key] = _byUse.AddFirst(entry);
            _bytes += verdict.Size;
            while (_entries.Count > maxEntries || _bytes > maxBytes)
            {
                Remove(_byUse.Last!);
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Verdict.Size;
    }

    private sealed record Entry(VerdictKey Key, Verdict Verdict, long GoodUntil);
}
