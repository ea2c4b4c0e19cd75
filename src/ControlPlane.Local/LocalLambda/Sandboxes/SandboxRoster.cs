using ControlPlane.Local.LocalLambda.Functions;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>
/// The books of the fleet: which sandboxes there are, what each does, who waits, and therefore how many to start or stop. Knows
/// nothing of processes, never waits, and is guarded by the fleet's lock.
/// </summary>
/// <param name="capacity">Most sandboxes at once.</param>
/// <param name="startsAtOnce">
/// Most sandboxes coming up at once. Starting an interpreter takes the processor for far longer than a short function does:
/// a burst is served sooner by the warm ones that keep their processor than by sixty that fight for it.
/// </param>
internal sealed class SandboxRoster(int capacity, int startsAtOnce)
{
    private readonly Dictionary<(string FunctionId, string Version, string Revision), SandboxPool> _pools = [];
    private readonly HashSet<Sandbox> _alive = [];
    private int _slots;
    private int _starting;

    /// <summary>Sandboxes that have, or are about to have, a process.</summary>
    public IReadOnlyCollection<Sandbox> Alive => _alive;

    /// <summary>The pool of the code that serves, created when it is the first to be asked for.</summary>
    public SandboxPool PoolOf(ResolvedFunction target)
    {
        var configuration = target.Configuration;
        var key = (target.Function.Id, configuration.Version, configuration.RevisionId);
        if (!_pools.TryGetValue(key, out var pool))
        {
            _pools[key] = pool = new SandboxPool(target.Function.Id, configuration);
        }

        return pool;
    }

    public void Enter(Sandbox sandbox) => _alive.Add(sandbox);

    /// <summary>The process of a sandbox is gone.</summary>
    public void Exit(Sandbox sandbox) => _alive.Remove(sandbox);

    public bool IsAlive(Sandbox sandbox) => _alive.Contains(sandbox);

    /// <summary>Takes the warmest idle sandbox, if there is one.</summary>
    public Sandbox? TakeIdle(SandboxPool pool)
    {
        var sandbox = pool.TakeIdle();
        if (sandbox is not null)
        {
            Mark(sandbox, SandboxState.Busy);
        }

        return sandbox;
    }

    /// <summary>Gives a sandbox to whoever has waited longest for one of its pool.</summary>
    public bool Grant(Sandbox sandbox)
    {
        var waiters = sandbox.Place.Pool!.Waiters;
        if (waiters.First is not { } first)
        {
            return false;
        }

        waiters.RemoveFirst();
        Mark(sandbox, SandboxState.Busy);
        first.Value.Granted.SetResult(new SandboxLease(sandbox, null));
        return true;
    }

    public void PutIdle(Sandbox sandbox, long now)
    {
        Mark(sandbox, SandboxState.Idle);
        sandbox.Place.IdleSince = now;
        sandbox.Place.Pool!.PutIdle(sandbox);
    }

    public void PutAnswered(Sandbox sandbox) => Mark(sandbox, SandboxState.Answered);

    /// <summary>Takes a sandbox out of the count, whatever it does.</summary>
    public void Leave(Sandbox sandbox)
    {
        var place = sandbox.Place;
        if (place.State == SandboxState.Gone)
        {
            return;
        }

        var pool = place.Pool!;
        pool.RemoveIdle(sandbox);
        Mark(sandbox, SandboxState.Gone);
        pool.Alive--;
        _slots--;
        DropIfUnused(pool);
    }

    public void Remove(SandboxPool pool, LinkedListNode<SandboxWaiter> waiter)
    {
        pool.Waiters.Remove(waiter);
        DropIfUnused(pool);
    }

    /// <summary>Closes the pools of a function, or of one of its versions, and takes out their idle sandboxes.</summary>
    public List<Sandbox> Retire(string functionId, string? version)
    {
        List<Sandbox> stopped = [];
        foreach (var (key, pool) in _pools.Where(p => p.Key.FunctionId == functionId && (version is null || p.Key.Version == version)).ToList())
        {
            pool.Retired = true;
            _pools.Remove(key);
            stopped.AddRange(pool.Idle);
        }

        stopped.ForEach(Leave);
        return stopped;
    }

    /// <summary>Takes out the idle sandboxes that fulfil a condition.</summary>
    public List<Sandbox> TakeOutIdle(Func<Sandbox, bool> condition)
    {
        var stopped = _pools.Values.SelectMany(p => p.Idle).Where(condition).ToList();
        stopped.ForEach(Leave);
        return stopped;
    }

    /// <summary>Others need the place of a sandbox that its own pool has no use for.</summary>
    public bool IsWantedElsewhere() => _slots >= capacity && _pools.Values.Any(IsShort);

    /// <summary>A sandbox can be had without anyone giving one up: it just has to be started.</summary>
    public bool HasRoom() => _slots < capacity || _pools.Values.Any(p => p.Idle.Count > 0);

    /// <summary>Reserves what all pools are short of.</summary>
    public SandboxChanges ProvisionAll()
    {
        var changes = new SandboxChanges();
        List<SandboxPool>? shorts = null;
        foreach (var pool in _pools.Values)
        {
            if (IsShort(pool))
            {
                (shorts ??= []).Add(pool);
            }
        }

        shorts?.ForEach(pool => Provision(pool, pool.Answered, changes));
        return changes;
    }

    /// <summary>Reserves the sandboxes a pool is short of.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="expected">How many sandboxes are trusted to come back from their event at once.</param>
    public SandboxChanges Provision(SandboxPool pool, int expected)
    {
        var changes = new SandboxChanges();
        Provision(pool, expected, changes);
        return changes;
    }

    /// <summary>More invocations wait than sandboxes are coming up, or back, for.</summary>
    private static bool IsShort(SandboxPool pool) => pool.Waiters.Count > pool.Starting + pool.Answered;

    private void Provision(SandboxPool pool, int expected, SandboxChanges changes)
    {
        while (pool.Waiters.Count > pool.Starting + expected && _starting < startsAtOnce && MakeRoom(changes))
        {
            _slots++;
            _starting++;
            pool.Starting++;
            pool.Alive++;
            changes.Starts.Add(pool);
        }
    }

    /// <summary>When full, the sandbox that has been idle longest has to go, whosever it is.</summary>
    private bool MakeRoom(SandboxChanges changes)
    {
        if (_slots < capacity)
        {
            return true;
        }

        var oldest = _pools.Values.Where(p => p.Idle.Count > 0).Select(p => p.Idle[0]).MinBy(s => s.Place.IdleSince);
        if (oldest is null)
        {
            return false;
        }

        Leave(oldest);
        changes.Stops.Add(oldest);
        return true;
    }

    /// <summary>Changes what a sandbox does, and the counts with it.</summary>
    private void Mark(Sandbox sandbox, SandboxState state)
    {
        var (place, pool) = (sandbox.Place, sandbox.Place.Pool!);
        if (place.State == SandboxState.Starting)
        {
            pool.Starting--;
            _starting--;
        }

        pool.Answered += (state == SandboxState.Answered ? 1 : 0) - (place.State == SandboxState.Answered ? 1 : 0);
        place.State = state;
    }

    private void DropIfUnused(SandboxPool pool)
    {
        var key = (pool.FunctionId, pool.Configuration.Version, pool.Configuration.RevisionId);
        if (pool is { Alive: 0, Waiters.Count: 0 } && _pools.TryGetValue(key, out var known) && known == pool)
        {
            _pools.Remove(key);
        }
    }
}

/// <summary>What the roster decided; the fleet carries it out, outside the lock.</summary>
internal sealed class SandboxChanges
{
    /// <summary>Pools to start a sandbox for, once per entry.</summary>
    public List<SandboxPool> Starts { get; } = [];

    /// <summary>Sandboxes to stop.</summary>
    public List<Sandbox> Stops { get; } = [];
}
