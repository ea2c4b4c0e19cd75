using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Providers;

/// <summary>A kind of further source of judgement.</summary>
internal interface IAnalysisProvider
{
    /// <summary>The kind it asks.</summary>
    ProviderKind Kind { get; }

    /// <summary>Asks once. Throws when there is no answer; the message becomes part of the error.</summary>
    /// <param name="provider">What to ask.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What it says of the new version: successful, failed or inconclusive; and the value, for people.</returns>
    Task<(VerdictOutcome Outcome, string? Message)> MeasureAsync(RolloutProvider provider, CancellationToken cancellationToken);
}
