using ControlPlane.Lambda.Functions;

namespace ControlPlane.Rollouts.Aliases;

/// <summary>
/// Shifts the aliases of a release from one version to another (AWS: alias routing). Nothing is remembered: each call reads the aliases and
/// writes those that are not yet as wanted, at the revision it has read, so that a call may be repeated, and follow one that was killed at any point.
/// An alias that shows other versions than the move's two, or that changes meanwhile, is somebody else's: it is told and left alone.
/// </summary>
/// <param name="functions">The Lambda service.</param>
public sealed class AliasShift(Lazy<ILambdaFunctions> functions)
{
    /// <summary>Reads how far the aliases are; changes nothing.</summary>
    /// <param name="moves">The release.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Each alias as <see cref="AliasOutcome.AsWanted"/>, or why it is not one of the release's states.</returns>
    public async Task<AliasShiftResult> ReadAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken)
    {
        var steps = await BeginAsync(moves, null, cancellationToken).ConfigureAwait(false);
        return Result(steps);
    }

    /// <summary>
    /// Gives the new version a share in every alias, one after the other. When one cannot be changed, those that this call has changed are put
    /// back to what they were. What a killed call has changed before is not known any more: who gives up then restores.
    /// </summary>
    /// <param name="moves">The release.</param>
    /// <param name="percent">The share, 0 to 100. At 0 and at 100 the alias still points to the old version.</param>
    /// <param name="cancellationToken">Gives up, as if killed: repeat the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is none.</exception>
    public Task<AliasShiftResult> ShiftAsync(IReadOnlyList<AliasMove> moves, double percent, CancellationToken cancellationToken)
    {
        if (percent is not (>= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A share is 0 to 100 percent.");
        }

        return TogetherAsync(moves, move => AliasRoute.At(move, percent), cancellationToken);
    }

    /// <summary>Points every alias to the new version alone, all or none like <see cref="ShiftAsync"/>.</summary>
    /// <param name="moves">The release.</param>
    /// <param name="cancellationToken">Gives up, as if killed: repeat the call.</param>
    public Task<AliasShiftResult> FinishAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken) =>
        TogetherAsync(moves, static move => AliasRoute.Only(move.ToVersion), cancellationToken);

    /// <summary>Points every alias to the old version alone, also one that was finished; one that cannot be changed hinders no other.</summary>
    /// <param name="moves">The release.</param>
    /// <param name="cancellationToken">Gives up, as if killed: repeat the call.</param>
    public async Task<AliasShiftResult> RestoreAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken)
    {
        var steps = await BeginAsync(moves, static move => AliasRoute.Only(move.FromVersion), cancellationToken).ConfigureAwait(false);
        foreach (var step in steps)
        {
            await step.TakeAsync(functions.Value, cancellationToken).ConfigureAwait(false);
        }

        return Result(steps);
    }

    private static AliasShiftResult Result(IEnumerable<AliasStep> steps) => new([.. steps.Select(static step => step.State())]);

    private async Task<AliasShiftResult> TogetherAsync(
        IReadOnlyList<AliasMove> moves, Func<AliasMove, AliasRoute> wanted, CancellationToken cancellationToken)
    {
        // All are read before the first is changed: most obstacles show then.
        var steps = await BeginAsync(moves, wanted, cancellationToken).ConfigureAwait(false);
        var fails = steps.Any(static step => step.HasFailed);
        for (var i = 0; !fails && i < steps.Count; i++)
        {
            await steps[i].TakeAsync(functions.Value, cancellationToken).ConfigureAwait(false);
            fails = steps[i].HasFailed;
        }

        if (fails)
        {
            for (var i = steps.Count - 1; i >= 0; i--)
            {
                await steps[i].UndoAsync(functions.Value, cancellationToken).ConfigureAwait(false);
            }
        }

        return Result(steps);
    }

    private async Task<List<AliasStep>> BeginAsync(
        IReadOnlyList<AliasMove> moves, Func<AliasMove, AliasRoute>? wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(moves);
        var steps = new List<AliasStep>(moves.Count);
        foreach (var move in moves)
        {
            var step = new AliasStep(move, wanted?.Invoke(move));
            await step.ReadAsync(functions.Value, cancellationToken).ConfigureAwait(false);
            steps.Add(step);
        }

        return steps;
    }
}
