using ControlPlane.Domain.Rollouts;
using ControlPlane.Storage.Metrics;

namespace ControlPlane.Rollouts.Analysis;

/// <summary>
/// The counters of both versions as they stand, not what was added to them: reading them twice, late, or after a crash changes nothing in what
/// they lead to.
/// </summary>
/// <param name="Canary">The new version's minutes, from <see cref="FirstMinute"/> on, in order; minutes without requests may be left out.</param>
/// <param name="Base">The old version's.</param>
public sealed record RolloutEvidence(IReadOnlyList<MinuteCounts> Canary, IReadOnlyList<MinuteCounts> Base)
{
    // What the old version did before tells where "slow" begins, and what to compare with when it has no traffic any more.
    private static readonly TimeSpan _before = TimeSpan.FromMinutes(10);

    /// <summary>No requests.</summary>
    public static RolloutEvidence None { get; } = new([], []);

    /// <summary>From which minute on the counters are needed for a rollout's next tick.</summary>
    /// <param name="rollout">The rollout as it is stored.</param>
    public static DateTimeOffset FirstMinute(Rollout rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return rollout.Analysis?.CountingFrom ?? MinuteOf(rollout.StartedAt - _before);
    }

    /// <summary>The beginning of a time's minute.</summary>
    internal static DateTimeOffset MinuteOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
