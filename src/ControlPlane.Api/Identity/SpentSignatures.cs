namespace ControlPlane.Api.Identity;

/// <summary>
/// The signatures that changes came with, as long as they are good for: each counts once. Kept in memory only: after a restart a signature of
/// the last minutes would count once more.
/// </summary>
/// <param name="time">Now.</param>
/// <param name="lifetime">How long a signature is good for, from its own time on.</param>
/// <param name="capacity">How many are kept; beyond it changes are refused until old ones lapse.</param>
internal sealed class SpentSignatures(TimeProvider time, TimeSpan lifetime, int capacity = 1_000_000)
{
    private readonly Lock _lock = new();

    // By the minute of their own time: a minute lapses as a whole, and a repetition has the time of its original.
    private readonly Dictionary<long, Dictionary<UInt128, long>> _minutes = [];
    private int _count;

    /// <summary>Spends a signature.</summary>
    /// <param name="signedAt">Its own time.</param>
    /// <param name="fingerprint">What tells it from others.</param>
    /// <param name="age">How long ago it was spent before, or null when it was not.</param>
    /// <returns>False when it was spent before, or nothing more can be remembered.</returns>
    public bool TrySpend(DateTimeOffset signedAt, UInt128 fingerprint, out TimeSpan? age)
    {
        var now = time.GetTimestamp();
        age = null;
        lock (_lock)
        {
            if (!_minutes.TryGetValue(Minute(signedAt), out var spent))
            {
                Forget();
                _minutes.Add(Minute(signedAt), spent = []);
            }

            if (spent.TryGetValue(fingerprint, out var first))
            {
                age = time.GetElapsedTime(first, now);
                return false;
            }

            if (_count >= capacity)
            {
                return false;
            }

            spent.Add(fingerprint, now);
            _count++;
            return true;
        }
    }

    private static long Minute(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / 60;

    private void Forget()
    {
        var oldest = Minute(time.GetUtcNow() - lifetime);
        foreach (var (minute, spent) in _minutes)
        {
            if (minute < oldest)
            {
                _minutes.Remove(minute);
                _count -= spent.Count;
            }
        }
    }
}
