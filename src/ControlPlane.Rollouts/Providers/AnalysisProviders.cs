using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Control;

namespace ControlPlane.Rollouts.Providers;

/// <summary>Asks providers of all kinds, each within its time.</summary>
internal sealed class AnalysisProviders(IEnumerable<IAnalysisProvider> providers, TimeProvider time)
{
    private const int _maxMessage = 500;

    private readonly Dictionary<ProviderKind, IAnalysisProvider> _byKind = providers.ToDictionary(provider => provider.Kind);

    /// <summary>Asks a provider once.</summary>
    /// <returns>Its answer, or what kept it from giving one; null when it was given up.</returns>
    public async Task<ProviderReading?> AskAsync(RolloutProvider provider, CancellationToken cancellationToken)
    {
        var seconds = provider.TimeoutSeconds ?? RolloutProvider.DefaultTimeoutSeconds;
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            var (outcome, message) = await _byKind[provider.Kind].MeasureAsync(provider, ending.Token).ConfigureAwait(false);
            return Reading(provider, outcome, message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            return Reading(provider, VerdictOutcome.Error, $"no answer within {seconds} s");
        }
        catch (Exception exception)
        {
            return Reading(provider, VerdictOutcome.Error, exception.Message);
        }
    }

    private ProviderReading Reading(RolloutProvider provider, VerdictOutcome outcome, string? message) =>
        new(provider.Name, time.GetUtcNow(), outcome, message is { Length: > _maxMessage } ? message[.._maxMessage] : message);
}
