using ControlPlane.Domain.UsagePlans;
using ControlPlane.Storage.Access;

namespace ControlPlane.Gateway.Admission.Keys;

/// <summary>
/// Counts what a key uses of a plan's quota: what the store knew last of all routers, and what this one has not told it yet. So the
/// quota may be exceeded by what other routers let through between two reports, and by no more.
/// </summary>
internal sealed class QuotaCounter
{
    private readonly Lock _gate = new();
    private readonly List<DailyUsage> _earlier = [];
    private DateOnly _first;
    private DateOnly _day;
    private long _known;
    private long _pending;
    private long _sending;

    /// <summary>Counts a request that is let through.</summary>
    /// <param name="quota">The quota, or null to count only.</param>
    /// <param name="today">The day, UTC.</param>
    /// <returns>False when nothing is left; it is not counted then.</returns>
    public bool TryTake(QuotaSettings? quota, DateOnly today)
    {
        lock (_gate)
        {
            Turn(quota?.PeriodOf(today).First ?? today, today);
            if (quota is not null && _known + _sending + _pending >= quota.Limit)
            {
                return false;
            }

            _pending++;
            return true;
        }
    }

    /// <summary>What is to be told to the store, a day at a time; default when nothing is. It counts as being told until <see cref="Told"/>.</summary>
    public DailyUsage Report()
    {
        lock (_gate)
        {
            if (_earlier.Count > 0)
            {
                var usage = _earlier[^1];
                _earlier.RemoveAt(_earlier.Count - 1);
                return usage;
            }

            var pending = new DailyUsage(_day, _pending, 0);
            (_sending, _pending) = (_sending + _pending, 0);
            return pending.Used == 0 ? default : pending;
        }
    }

    /// <summary>The store has been told, or has not.</summary>
    public void Told(DailyUsage usage, bool succeeded)
    {
        lock (_gate)
        {
            if (usage.Day != _day)
            {
                if (!succeeded)
                {
                    _earlier.Add(usage);
                }

                return;
            }

            _sending -= usage.Used;
            if (succeeded)
            {
                _known += usage.Used;
            }
            else
            {
                _pending += usage.Used;
            }
        }
    }

    /// <summary>Takes over what the store knows of a period. What is told meanwhile may count twice until the next time.</summary>
    /// <param name="first">The period's first day.</param>
    /// <param name="days">Its days.</param>
    public void Load(DateOnly first, IReadOnlyList<DailyUsage> days)
    {
        lock (_gate)
        {
            var known = 0L;
            foreach (var day in days)
            {
                known += day.Used - day.Granted;
            }

            (_first, _known) = (first, known);
        }
    }

    private void Turn(DateOnly first, DateOnly today)
    {
        if (today != _day)
        {
            if (_pending > 0)
            {
                // Still known as used, unless a new period begins.
                _earlier.Add(new DailyUsage(_day, _pending, 0));
            }

            (_known, _pending, _sending, _day) = (_known + _pending + _sending, 0, 0, today);
        }

        if (first != _first)
        {
            // What other routers count in the new period comes with the next report.
            (_first, _known) = (first, 0);
        }
    }
}
