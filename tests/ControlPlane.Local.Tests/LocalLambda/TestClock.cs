namespace ControlPlane.Local.Tests.LocalLambda;

/// <summary>The real clock, which can also be put forward: timers that fall due then fire at once.</summary>
internal sealed class TestClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<ShiftableTimer> _timers = [];
    private TimeSpan _shift;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift();

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Shift().TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ShiftableTimer(this, callback, state, dueTime, period);

    public void Advance(TimeSpan by)
    {
        List<ShiftableTimer> timers;
        lock (_gate)
        {
            _shift += by;
            timers = [.. _timers];
        }

        timers.ForEach(t => t.Shifted(by));
    }

    private TimeSpan Shift()
    {
        lock (_gate)
        {
            return _shift;
        }
    }

    private sealed class ShiftableTimer : ITimer
    {
        private readonly TestClock _clock;
        private readonly ITimer _timer;
        private TimeSpan _due;
        private TimeSpan _period;

        public ShiftableTimer(TestClock clock, TimerCallback callback, object? state, TimeSpan due, TimeSpan period)
        {
            (_clock, _due, _period) = (clock, due, period);
            _timer = System.CreateTimer(callback, state, due, period);
            lock (clock._gate)
            {
                clock._timers.Add(this);
            }
        }

        public void Shifted(TimeSpan by)
        {
            if (_due != Timeout.InfiniteTimeSpan)
            {
                _due = _due > by ? _due - by : TimeSpan.Zero;
                _timer.Change(_due, _period);
                _due = _due == TimeSpan.Zero ? _period : _due;
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            (_due, _period) = (dueTime, period);
            return _timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            lock (_clock._gate)
            {
                _clock._timers.Remove(this);
            }

            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
