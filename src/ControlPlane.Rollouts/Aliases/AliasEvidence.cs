using ControlPlane.Domain.Metrics;
using ControlPlane.Lambda.Functions;
using ControlPlane.Storage.Metrics;

namespace ControlPlane.Rollouts.Aliases;

/// <summary>Reads what the two versions of a move have served for a stage that calls the alias.</summary>
/// <param name="metrics">The routers' counters.</param>
public sealed class AliasEvidence(MetricsRepository metrics)
{
    /// <summary>Reads the minutes of a window in order; those without requests are left out.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="move">The move.</param>
    /// <param name="first">A time in the first minute.</param>
    /// <param name="last">A time in the last minute.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<AliasCounts> ReadAsync(
        string apiId, string stageName, AliasMove move, DateTimeOffset first, DateTimeOffset last, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(move);
        var function = FunctionName.Parse(move.Function).Name;
        return new AliasCounts(
            await OfAsync(move.FromVersion).ConfigureAwait(false),
            await OfAsync(move.ToVersion).ConfigureAwait(false),
            await OfAsync(FunctionVersion.Unknown).ConfigureAwait(false));

        ValueTask<IReadOnlyList<MinuteCounts>> OfAsync(string version) =>
            metrics.ReadAsync(apiId, stageName, new FunctionVersion(function, move.Alias, version), first, last, cancellationToken);
    }
}

/// <summary>What an alias has served, by minute.</summary>
/// <param name="Base">The old version.</param>
/// <param name="Canary">The new version.</param>
/// <param name="Unknown">
/// Neither is known to have run: throttled, not reached, or no answer within the integration's time. A version that hangs for longer than that
/// shows here alone.
/// </param>
public sealed record AliasCounts(IReadOnlyList<MinuteCounts> Base, IReadOnlyList<MinuteCounts> Canary, IReadOnlyList<MinuteCounts> Unknown);
