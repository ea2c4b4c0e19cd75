using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>
/// All sandboxes of the host: hands out warm ones, starts more as invocations wait, at most as many as the host allows, and stops
/// those that are idle, replaced, or in the way of others.
/// </summary>
/// <remarks>One lock guards the roster and is never held while waiting; processes are started and signalled outside it.</remarks>
internal sealed class SandboxFleet(SandboxFactory factory, LocalLambdaOptions options, TimeProvider time) : ISandboxOwner
{
    /// <summary>How long to trust that a sandbox that has answered comes back, before another is started in its stead.</summary>
    private static readonly TimeSpan ReturnGrace = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly SandboxRoster _roster = new(options.MaxConcurrency, Math.Max(2, Environment.ProcessorCount));
    private bool _stopping;

    /// <summary>Finds a sandbox for an invocation, waiting for one when need be.</summary>
    /// <exception cref="LambdaException">The host runs as many as it may (429), or stops (503).</exception>
    public ValueTask<SandboxLease> AcquireAsync(ResolvedFunction target)
    {
        SandboxPool pool;
        LinkedListNode<SandboxWaiter> waiter;
        SandboxChanges changes;
        lock (_gate)
        {
            ThrowIfStopping();
            pool = _roster.PoolOf(target);
            if (_roster.TakeIdle(pool) is { } warm)
            {
                return ValueTask.FromResult(new SandboxLease(warm, null));
            }

            waiter = pool.Waiters.AddLast(new SandboxWaiter());
            changes = _roster.Provision(pool, pool.Answered);
        }

        CarryOut(changes);
        return new ValueTask<SandboxLease>(WaitAsync(pool, waiter));
    }

    /// <summary>Stops the sandboxes of replaced or deleted code: idle ones now, busy ones when they have answered.</summary>
    /// <param name="functionId">The function.</param>
    /// <param name="version">One of its versions, or null for all.</param>
    public void Retire(string functionId, string? version)
    {
        List<Sandbox> stopped;
        lock (_gate)
        {
            stopped = _roster.Retire(functionId, version);
        }

        stopped.ForEach(s => s.Terminate());
    }

    /// <summary>Stops sandboxes nobody has used for a while.</summary>
    public void StopIdle()
    {
        List<Sandbox> stopped;
        lock (_gate)
        {
            stopped = _roster.TakeOutIdle(s => time.GetElapsedTime(s.Place.IdleSince) >= options.IdleTimeout);
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
            all = [.. _roster.Alive];
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
        SandboxChanges changes;
        lock (_gate)
        {
            if (sandbox.Place.State is not (SandboxState.Starting or SandboxState.Answered))
            {
                // Stopped already, or polling anew after its connection broke.
                return;
            }

            var usable = _roster.IsAlive(sandbox) && !_stopping;
            if (!usable || !_roster.Grant(sandbox))
            {
                if (usable && !sandbox.Place.Pool!.Retired && !_roster.IsWantedElsewhere())
                {
                    _roster.PutIdle(sandbox, time.GetTimestamp());
                }
                else
                {
                    _roster.Leave(sandbox);
                }
            }

            changes = _stopping ? new SandboxChanges() : _roster.ProvisionAll();
            if (sandbox.Place.State == SandboxState.Gone)
            {
                changes.Stops.Add(sandbox);
            }
        }

        CarryOut(changes);
    }

    public void OnAnswered(Sandbox sandbox)
    {
        lock (_gate)
        {
            if (sandbox.Place.State == SandboxState.Busy)
            {
                _roster.PutAnswered(sandbox);
            }
        }
    }

    public void OnExited(Sandbox sandbox)
    {
        SandboxChanges changes;
        lock (_gate)
        {
            _roster.Exit(sandbox);
            if (sandbox.Place.State == SandboxState.Starting)
            {
                // Whoever started it reports the failure.
                return;
            }

            _roster.Leave(sandbox);
            changes = _stopping ? new SandboxChanges() : _roster.ProvisionAll();
        }

        CarryOut(changes);
    }

    private void ThrowIfStopping()
    {
        if (_stopping)
        {
            throw LambdaErrors.Unavailable();
        }
    }

    private void CarryOut(SandboxChanges changes)
    {
        changes.Stops.ForEach(s => s.Terminate());
        foreach (var pool in changes.Starts)
        {
            _ = StartAsync(pool);
        }
    }

    private async Task StartAsync(SandboxPool pool)
    {
        await Task.Yield();
        var sandbox = factory.Create(pool.Configuration, this);
        sandbox.Place.Pool = pool;
        lock (_gate)
        {
            _roster.Enter(sandbox);
        }

        var failure = await factory.StartAsync(sandbox, pool.Configuration);
        if (failure is null)
        {
            return;
        }

        SandboxChanges changes;
        lock (_gate)
        {
            if (sandbox.ProcessId == 0)
            {
                _roster.Exit(sandbox);
            }

            // One failed start fails one invocation: the others get starts of their own.
            if (sandbox.Place.State == SandboxState.Starting && pool.Waiters.First is { } first)
            {
                pool.Waiters.RemoveFirst();
                first.Value.Granted.SetResult(new SandboxLease(null, failure));
            }

            _roster.Leave(sandbox);
            changes = _stopping ? new SandboxChanges() : _roster.ProvisionAll();
        }

        sandbox.Kill();
        CarryOut(changes);
    }

    private async Task<SandboxLease> WaitAsync(SandboxPool pool, LinkedListNode<SandboxWaiter> waiter)
    {
        var granted = waiter.Value.Granted.Task;
        var patience = ReturnGrace;
        while (!await EndsWithinAsync(granted, patience))
        {
            SandboxChanges changes;
            lock (_gate)
            {
                var throttled = patience == options.ThrottleAfter && !_roster.HasRoom() && Position(pool, waiter) >= pool.Starting;
                if (!granted.IsCompleted && (_stopping || throttled))
                {
                    _roster.Remove(pool, waiter);
                    ThrowIfStopping();
                    throw LambdaErrors.Throttled(LambdaErrors.ThrottledByHost);
                }

                changes = _roster.Provision(pool, expected: 0);
            }

            CarryOut(changes);
            patience = options.ThrottleAfter;
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
