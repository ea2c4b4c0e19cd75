namespace ControlPlane.Gateway.Snapshots;

/// <summary>The long-lived place of one stage in the cache. What it holds is replaced as a whole; its generation counts notifications.</summary>
internal sealed class StageEntry(string apiId, string stageName)
{
    private State? _state;
    private long _generation;
    private long _nextCheck;

    public string ApiId { get; } = apiId;

    public string StageName { get; } = stageName;

    /// <summary>Guards <see cref="Loading"/>.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The load under way, or null.</summary>
    public Task? Loading { get; set; }

    /// <summary>The generation at which the load under way began.</summary>
    public long LoadingGeneration { get; set; }

    public long Generation => Volatile.Read(ref _generation);

    /// <summary>What was loaded last, or null before the first load.</summary>
    public State? Current
    {
        get => Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, value);
    }

    /// <summary>Whether the last failure was already logged.</summary>
    public bool FailureLogged { get; set; }

    public void Notify() => Interlocked.Increment(ref _generation);

    /// <summary>True for the one caller who shall compare revisions now.</summary>
    public bool TakeCheck(long now, long next)
    {
        var due = Volatile.Read(ref _nextCheck);
        return now >= due && Interlocked.CompareExchange(ref _nextCheck, next, due) == due;
    }

    /// <summary>What a load gave.</summary>
    /// <param name="Snapshot">The snapshot, or null when there is no such stage.</param>
    /// <param name="Generation">The generation the load began at.</param>
    /// <param name="GoodUntil">The timestamp after which to ask the store again: short for missing stages and after failures.</param>
    public sealed record State(StageSnapshot? Snapshot, long Generation, long GoodUntil);
}
