using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Invocation;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>
/// All sandboxes of the host: hands out warm ones, starts more as invocations wait, at most as many as the host allows, and stops
/// those that are idle, replaced, or in the way of others.
/// </summary>
/// <remarks>One lock guards all bookkeeping and is never held while waiting; processes are started and signalled outside it.</remarks>
internal sealed class SandboxFleet(SandboxFactory factory, LocalLambdaOptions options, TimeProvider time) : ISandboxOwner
{
    /// <summary>How long to trust that a sandbox that has answered comes back, before another is started in its stead.</summary>
    private static readonly TimeSpan ReturnGrace = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string FunctionId, string Version, string Revision), SandboxPool> _pools = [];
    private readonly HashSet<Sandbox> _alive = [];
    private int _slots;
    private bool _stopping;

    /// <summary>Finds a sandbox for an invocation, waiting for one when need be.</summary>
    /// <exception cref="LambdaException">The host runs as many as it may (429).</exception>
    public ValueTask<SandboxLease> AcquireAsync(ResolvedFunction target)
    {
        SandboxPool pool;
        LinkedListNode<SandboxWaiter> waiter;
        List<SandboxPool> starts;
        lock (_gate)
        {
            ThrowIfStopping();
            pool = PoolOf(target);
            if (pool.TakeIdle() is { } warm)
            {
                Mark(warm, SandboxState.Busy);
                return ValueTask.FromResult(new SandboxLease(warm, null));
            }

            waiter = pool.Waiters.AddLast(new SandboxWaiter());
            starts = Provision(pool, pool.Answered);
        }

        Begin(starts);
        return new ValueTask<SandboxLease>(WaitAsync(pool, waiter));
    }

    /// <summary>Stops the sandboxes of replaced or deleted code: idle ones now, busy ones when they have answered.</summary>
    /// <param name="functionId">The function.</param>
    /// <param name="version">One of its versions, or null for all.</param>
    public void Retire(string functionId, string? version)
    {
        List<Sandbox> stopped = [];
        lock (_gate)
        {
            foreach (var (key, pool) in _pools.Where(p => p.Key.FunctionId == functionId && (version is null || p.Key.Version == version)).ToList())
            {
                pool.Retired = true;
                _pools.Remove(key);
                while (pool.TakeIdle() is { } idle)
                {
                    stopped.Add(Leave(idle));
                }
            }
        }

        stopped.ForEach(s => s.Terminate());
    }

    /// <summary>Stops sandboxes nobody has used for a while.</summary>
    public void StopIdle()
    {
        List<Sandbox> stopped = [];
        lock (_gate)
        {
            foreach (var pool in _pools.Values.ToList())
            {
                foreach (var idle in pool.Idle.Where(s => time.GetElapsedTime(s.Place.IdleSince) >= options.IdleTimeout).ToList())
                {
                    pool.RemoveIdle(idle);
                    stopped.Add(Leave(idle));
                }

                DropIfUnused(pool);
            }
        }

        stopped.ForEach(s => s.Terminate());
    }

    /// <summary>Ends everything: first gently, then not.</summary>
    public async Task StopAsync()
    {
        List<Sandbox> all;
        lock (_gate)
        {
            _stopping = true;
            all = [.. _alive];
        }

        all.ForEach(s => s.Terminate());
        var exits = Task.WhenAll(all.Select(s => s.Exited));
        if (await Task.WhenAny(exits, Task.Delay(options.StopGrace)) != exits)
        {
            all.ForEach(s => s.Kill());
            await Task.WhenAny(exits, Task.Delay(options.StopGrace));
        }
    }

    public void OnIdle(Sandbox sandbox)
    {
        List<SandboxPool> starts = [];
        lock (_gate)
        {
            if (sandbox.Place.State is not (SandboxState.Starting or SandboxState.Answered))
            {
                // Stopped already, or polling anew after its connection broke.
                return;
            }

            var pool = sandbox.Place.Pool!;
            if (_alive.Contains(sandbox) && Grant(pool, sandbox))
            {
                return;
            }

            var unwanted = pool.Retired || _stopping || !_alive.Contains(sandbox) || (_slots >= options.MaxConcurrency && _pools.Values.Any(IsShort));
            if (!unwanted)
            {
                Mark(sandbox, SandboxState.Idle);
                sandbox.Place.IdleSince = time.GetTimestamp();
                pool.PutIdle(sandbox);
                return;
            }

            Leave(sandbox);
            starts = ProvisionAll();
        }

        sandbox.Terminate();
        Begin(starts);
    }

    public void OnAnswered(Sandbox sandbox)
    {
        lock (_gate)
        {
            if (sandbox.Place.State == SandboxState.Busy)
            {
                Mark(sandbox, SandboxState.Answered);
            }
        }
    }

    public void OnExited(Sandbox sandbox)
    {
        List<SandboxPool> starts;
        lock (_gate)
        {
            _alive.Remove(sandbox);
            if (sandbox.Place.State == SandboxState.Starting)
            {
                // Whoever started it reports the failure.
                return;
            }

            sandbox.Place.Pool!.RemoveIdle(sandbox);
            Leave(sandbox);
            starts = ProvisionAll();
        }

        Begin(starts);
    }

    private void ThrowIfStopping()
    {
        if (_stopping)
        {
            throw LambdaErrors.Unavailable();
        }
    }

    private SandboxPool PoolOf(ResolvedFunction target)
    {
        var configuration = target.Configuration;
        var key = (target.Function.Id, configuration.Version, configuration.RevisionId);
        if (!_pools.TryGetValue(key, out var pool))
        {
            _pools[key] = pool = new SandboxPool(target.Function.Id, configuration);
        }

        return pool;
    }

    /// <summary>Takes a sandbox out of the count. Whoever calls this has removed it from the idle ones.</summary>
    private Sandbox Leave(Sandbox sandbox)
    {
        var place = sandbox.Place;
        if (place.State == SandboxState.Gone)
        {
            return sandbox;
        }

        var pool = place.Pool!;
        Mark(sandbox, SandboxState.Gone);
        pool.Alive--;
        _slots--;
        DropIfUnused(pool);
        return sandbox;
    }

    /// <summary>Changes what a sandbox does, and the counts of its pool with it.</summary>
    private static void Mark(Sandbox sandbox, SandboxState state)
    {
        var (place, pool) = (sandbox.Place, sandbox.Place.Pool!);
        pool.Starting += (state == SandboxState.Starting ? 1 : 0) - (place.State == SandboxState.Starting ? 1 : 0);
        pool.Answered += (state == SandboxState.Answered ? 1 : 0) - (place.State == SandboxState.Answered ? 1 : 0);
        place.State = state;
    }

    private void DropIfUnused(SandboxPool pool)
    {
        if (pool is { Alive: 0, Waiters.Count: 0 } && _pools.TryGetValue(KeyOf(pool), out var known) && known == pool)
        {
            _pools.Remove(KeyOf(pool));
        }
    }

    private static (string FunctionId, string Version, string Revision) KeyOf(SandboxPool pool) =>
        (pool.FunctionId, pool.Configuration.Version, pool.Configuration.RevisionId);

    private bool Grant(SandboxPool pool, Sandbox sandbox)
    {
        while (!_stopping && pool.Waiters.First is { } first)
        {
            pool.Waiters.RemoveFirst();
            Mark(sandbox, SandboxState.Busy);
            if (first.Value.Granted.TrySetResult(new SandboxLease(sandbox, null)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>More invocations wait than sandboxes are coming up for.</summary>
    private static bool IsShort(SandboxPool pool) => pool.Waiters.Count > pool.Starting + pool.Answered;

    private List<SandboxPool> ProvisionAll()
    {
        List<SandboxPool> starts = [];
        foreach (var pool in _pools.Values.Where(IsShort))
        {
            starts.AddRange(Provision(pool, pool.Answered));
        }

        return starts;
    }

    /// <summary>Reserves slots for as many sandboxes as are missing; the caller starts them outside the lock.</summary>
    private List<SandboxPool> Provision(SandboxPool pool, int expected)
    {
        List<SandboxPool> starts = [];
        while (!_stopping && pool.Waiters.Count > pool.Starting + expected && (_slots < options.MaxConcurrency || EvictIdle()))
        {
            _slots++;
            pool.Starting++;
            pool.Alive++;
            starts.Add(pool);
        }

        return starts;
    }

    /// <summary>Makes room by stopping the sandbox that has been idle longest, whosever it is.</summary>
    private bool EvictIdle()
    {
        var oldest = _pools.Values.Where(p => p.Idle.Count > 0).Select(p => p.Idle[0]).MinBy(s => s.Place.IdleSince);
        if (oldest is null)
        {
            return false;
        }

        oldest.Place.Pool!.RemoveIdle(oldest);
        Leave(oldest).Terminate();
        return true;
    }

    private void Begin(List<SandboxPool> starts)
    {
        foreach (var pool in starts)
        {
            _ = StartAsync(pool);
        }
    }

    private async Task StartAsync(SandboxPool pool)
    {
        await Task.Yield();
        var sandbox = factory.Create(pool.Configuration, this);
        sandbox.Place.Pool = pool;
        InvocationResult? failure;
        lock (_gate)
        {
            _alive.Add(sandbox);
        }

        failure = await factory.StartAsync(sandbox, pool.Configuration);
        if (failure is null)
        {
            return;
        }

        lock (_gate)
        {
            if (sandbox.ProcessId == 0)
            {
                _alive.Remove(sandbox);
            }

            // One failed start fails one invocation: the others have starts of their own.
            if (sandbox.Place.State == SandboxState.Starting && pool.Waiters.First is { } first)
            {
                pool.Waiters.RemoveFirst();
                first.Value.Granted.TrySetResult(new SandboxLease(null, failure));
            }

            Leave(sandbox);
        }

        sandbox.Kill();
    }

    private async Task<SandboxLease> WaitAsync(SandboxPool pool, LinkedListNode<SandboxWaiter> waiter)
    {
        var granted = waiter.Value.Granted.Task;
        if (await EndsWithinAsync(granted, ReturnGrace))
        {
            return await granted;
        }

        List<SandboxPool> starts;
        lock (_gate)
        {
            starts = Provision(pool, expected: 0);
        }

        Begin(starts);
        while (!await EndsWithinAsync(granted, options.ThrottleAfter))
        {
            lock (_gate)
            {
                if (!granted.IsCompleted && (_stopping || Position(pool, waiter) >= pool.Starting))
                {
                    pool.Waiters.Remove(waiter);
                    DropIfUnused(pool);
                    ThrowIfStopping();
                    throw LambdaErrors.Throttled(LambdaErrors.ThrottledByHost);
                }
            }
        }

        return await granted;
    }

    private static int Position(SandboxPool pool, LinkedListNode<SandboxWaiter> waiter)
    {
        var position = 0;
        for (var node = pool.Waiters.First; node is not null && node != waiter; node = node.Next)
        {
            position++;
        }

        return position;
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
