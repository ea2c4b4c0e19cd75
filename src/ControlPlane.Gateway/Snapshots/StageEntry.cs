namespace ControlPlane.Gateway.Snapshots;

/// <summary>The long-lived place of one stage in the cache. What it holds is replaced as a whole; its generation counts notifications.</summary>
/// <remarks>All times are timestamps of the cache's clock.</remarks>
internal sealed class StageEntry(string apiId, string stageName)
{
    private State? _state;
    private long _generation;
    private long _nextCheck;
    private long _staleAt;
    private long _checkedAt;
    private long _refusedUntil;

    public string ApiId { get; } = apiId;

    public string StageName { get; } = stageName;

    /// <summary>Guards <see cref="Loading"/>, <see cref="Checking"/> and <see cref="Trouble"/>.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The load under way, or null.</summary>
    public Task? Loading { get; set; }

    /// <summary>The generation at which the load under way began.</summary>
    public long LoadingGeneration { get; set; }

    /// <summary>The comparison of revisions under way, or null. Never fails.</summary>
    public Task? Checking { get; set; }

    /// <summary>What was said of failures.</summary>
    public ReadTrouble Trouble { get; } = new();

    public long Generation => Volatile.Read(ref _generation);

    /// <summary>What was loaded last, or null before the first load.</summary>
    public State? Current
    {
        get => Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, value);
    }

    /// <summary>When revisions are to be compared next.</summary>
    public long NextCheck
    {
        get => Volatile.Read(ref _nextCheck);
        set => Volatile.Write(ref _nextCheck, value);
    }

    /// <summary>From when on a request waits for the comparison, since what it would be served may be too old.</summary>
    public long StaleAt
    {
        get => Volatile.Read(ref _staleAt);
        set => Volatile.Write(ref _staleAt, value);
    }

    /// <summary>When the latest read began that found the snapshot to be what is stored.</summary>
    public long CheckedAt
    {
        get => Volatile.Read(ref _checkedAt);
        set => Volatile.Write(ref _checkedAt, value);
    }

    /// <summary>Until when requests are refused without asking a store that has just failed; there is no snapshot then.</summary>
    public long RefusedUntil
    {
        get => Volatile.Read(ref _refusedUntil);
        set => Volatile.Write(ref _refusedUntil, value);
    }

    public void Notify() => Interlocked.Increment(ref _generation);

    /// <summary>Whether there is anything to do before a request is served the snapshot.</summary>
    public bool NeedsCheck(long now) => now >= NextCheck || now >= StaleAt;

    /// <summary>What a load gave.</summary>
    /// <param name="Snapshot">The snapshot, or null when there is no such stage.</param>
    /// <param name="Generation">The generation the load began at.</param>
    /// <param name="GoodUntil">The timestamp after which to ask the store again: short for missing stages and after failures.</param>
    public sealed record State(StageSnapshot? Snapshot, long Generation, long GoodUntil);

    /// <summary>What was said of failures to read the stage.</summary>
    public sealed class ReadTrouble
    {
        /// <summary>Whether the latest read failed.</summary>
        public bool IsPresent { get; set; }

        /// <summary>Whether the log knows of the present failures.</summary>
        public bool IsSaid { get; set; }

        /// <summary>When the log was last told, or null when never.</summary>
        public long? SaidAt { get; set; }
    }
}
