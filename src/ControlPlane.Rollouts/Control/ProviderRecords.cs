using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Control;

/// <summary>What providers' answers come to.</summary>
internal static class ProviderRecords
{
    /// <summary>Takes in answers.</summary>
    public static Rollout TakeIn(Rollout rollout, IReadOnlyList<ProviderReading> readings)
    {
        foreach (var reading in readings)
        {
            if (rollout.Plan.Providers.All(provider => provider.Name != reading.Name))
            {
                continue;
            }

            var before = Find(rollout, reading.Name);
            if (before?.MeasuredAt == reading.MeasuredAt)
            {
                continue;
            }

            var record = new ProviderRecord(
                reading.Name,
                reading.MeasuredAt,
                reading.Outcome,
                reading.Outcome == VerdictOutcome.Failed ? (before?.FailuresInARow ?? 0) + 1 : 0,
                reading.Outcome == VerdictOutcome.Error ? (before?.ErrorsInARow ?? 0) + 1 : 0,
                reading.Message);
            rollout = rollout with { ProviderRecords = [.. rollout.ProviderRecords.Where(other => other.Name != reading.Name), record] };
        }

        return rollout;
    }

    /// <summary>The provider that has failed more often than is borne, or null.</summary>
    public static ProviderRecord? Failed(Rollout rollout) =>
        rollout.Plan.Providers.Count == 0
            ? null
            : rollout.ProviderRecords.FirstOrDefault(record => record.FailuresInARow > Provider(rollout, record).FailureLimit);

    /// <summary>What keeps a step from being successful: the code and the provider, or null.</summary>
    public static (RolloutReasonCode Code, string Name, string? Message)? Obstacle(Rollout rollout)
    {
        foreach (var provider in rollout.Plan.Providers)
        {
            var record = Find(rollout, provider.Name);
            if (record?.Outcome != VerdictOutcome.Successful)
            {
                var isError = record is not null && record.ErrorsInARow > (provider.ErrorLimit ?? RolloutProvider.DefaultErrorLimit);
                return (isError ? RolloutReasonCode.ProviderError : RolloutReasonCode.ProviderInconclusive, provider.Name, record?.Message);
            }
        }

        return null;
    }

    /// <summary>The providers to ask now.</summary>
    public static IEnumerable<RolloutProvider> Due(Rollout rollout, DateTimeOffset now) => rollout.Plan.Providers.Where(provider =>
    {
        // A clock that was set back must not silence it.
        var interval = TimeSpan.FromSeconds(provider.IntervalSeconds ?? RolloutProvider.DefaultIntervalSeconds);
        return Find(rollout, provider.Name) is not { Outcome: not VerdictOutcome.Running } record || (now - record.MeasuredAt).Duration() >= interval;
    });

    private static ProviderRecord? Find(Rollout rollout, string name) => rollout.ProviderRecords.FirstOrDefault(record => record.Name == name);

    private static RolloutProvider Provider(Rollout rollout, ProviderRecord record) => rollout.Plan.Providers.First(provider => provider.Name == record.Name);
}
