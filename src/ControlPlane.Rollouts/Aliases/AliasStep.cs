using ControlPlane.Lambda.Functions;

namespace ControlPlane.Rollouts.Aliases;

/// <summary>One alias during one call: read, perhaps changed, perhaps put back.</summary>
/// <param name="move">The move.</param>
/// <param name="wanted">Where it shall be; null to leave it.</param>
internal sealed class AliasStep(AliasMove move, AliasRoute? wanted)
{
    private AliasConfiguration? _before;
    private AliasConfiguration? _now;
    private AliasOutcome _outcome;
    private string? _message;
    private bool _isSent;
    private bool _isChanged;

    /// <summary>True when it is not as wanted, and will not be.</summary>
    public bool HasFailed => _message is not null;

    /// <summary>Reads the alias, and judges whether it is still the release's.</summary>
    public async Task ReadAsync(ILambdaFunctions functions, CancellationToken cancellationToken)
    {
        await AttemptAsync(async () => _now = _before = await functions.GetAliasAsync(move.Function, move.Alias, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        if (_now is { } alias && !AliasRoute.Of(alias).IsOf(move))
        {
            Fail(AliasOutcome.Conflict, $"Somebody else has changed the alias {move}: it is at {AliasRoute.Of(alias)}, and the release goes from version {move.FromVersion} to {move.ToVersion}.");
        }
    }

    /// <summary>Changes the alias when it is not yet as wanted.</summary>
    public async Task TakeAsync(ILambdaFunctions functions, CancellationToken cancellationToken)
    {
        if (HasFailed || _now is not { } alias || wanted is not { } route || AliasRoute.Of(alias).Is(route))
        {
            return;
        }

        _isSent = true;
        await AttemptAsync(
            async () =>
            {
                _now = await functions.UpdateAliasAsync(move.Function, move.Alias, route.Update(alias.RevisionId), cancellationToken).ConfigureAwait(false);
                (_outcome, _isChanged) = (AliasOutcome.Changed, true);
            },
            cancellationToken).ConfigureAwait(false);
        if (_outcome == AliasOutcome.Conflict)
        {
            await LookAgainAsync(functions, route, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Puts a changed alias back to what it was; one that somebody else has changed since stays.</summary>
    public async Task UndoAsync(ILambdaFunctions functions, CancellationToken cancellationToken)
    {
        if (_outcome == AliasOutcome.Unavailable && _isSent)
        {
            await FindOutAsync(functions, cancellationToken).ConfigureAwait(false);
        }

        if (_isChanged && _before is { } before && _now is { } now)
        {
            var (outcome, message) = (_outcome, _message);
            await AttemptAsync(
                async () =>
                {
                    _now = await functions.UpdateAliasAsync(
                        move.Function, move.Alias, AliasRoute.Of(before).Update(now.RevisionId), cancellationToken).ConfigureAwait(false);
                    (_isChanged, _outcome, _message) = (false, outcome == AliasOutcome.Changed ? AliasOutcome.PutBack : outcome, message);
                },
                cancellationToken).ConfigureAwait(false);
        }
        else if (!HasFailed && wanted is { } route && _now is { } untouched && !AliasRoute.Of(untouched).Is(route))
        {
            _outcome = AliasOutcome.PutBack;
        }
    }

    /// <summary>The alias as it was last seen.</summary>
    public AliasState State()
    {
        var route = _now is null ? (AliasRoute?)null : AliasRoute.Of(_now);
        return new AliasState
        {
            Move = move,
            Outcome = _outcome,
            FunctionVersion = route?.Version,
            AdditionalVersion = route?.Other,
            PercentTraffic = route?.PercentOf(move.ToVersion),
            Message = _message,
        };
    }

    /// <summary>No answer came: perhaps the change was made all the same.</summary>
    private async Task FindOutAsync(ILambdaFunctions functions, CancellationToken cancellationToken)
    {
        var (outcome, message) = (_outcome, _message);
        await AttemptAsync(
            async () =>
            {
                _now = await functions.GetAliasAsync(move.Function, move.Alias, cancellationToken).ConfigureAwait(false);
                _isChanged = AliasRoute.Of(_now).Is(wanted!.Value);
            },
            cancellationToken).ConfigureAwait(false);
        (_outcome, _message) = (outcome, message);
    }

    /// <summary>The revision has passed. When the alias is as wanted all the same, another process of ours was faster.</summary>
    private async Task LookAgainAsync(ILambdaFunctions functions, AliasRoute route, CancellationToken cancellationToken)
    {
        var refusal = _message;
        (_message, _outcome) = (null, AliasOutcome.AsWanted);
        await AttemptAsync(async () => _now = await functions.GetAliasAsync(move.Function, move.Alias, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        if (!HasFailed && !AliasRoute.Of(_now!).Is(route))
        {
            Fail(AliasOutcome.Conflict, refusal!);
        }
    }

    private async Task AttemptAsync(Func<Task> attempt, CancellationToken cancellationToken)
    {
        try
        {
            await attempt().ConfigureAwait(false);
        }
        catch (LambdaServiceException refusal)
        {
            var outcome = refusal switch
            {
                { IsNotFound: true } => AliasOutcome.NotFound,
                { IsPreconditionFailed: true } => AliasOutcome.Conflict,
                { IsThrottled: true } => AliasOutcome.Throttled,
                { IsServiceFault: true } => AliasOutcome.Unavailable,
                _ => AliasOutcome.Refused,
            };
            Fail(outcome, outcome == AliasOutcome.Conflict
                ? $"Somebody else is changing the alias {move}: {refusal.Message}"
                : $"The Lambda service refused for the alias {move}: {refusal.Message}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            Fail(AliasOutcome.Unavailable, $"The Lambda service could not be reached for the alias {move}: {exception.Message}");
        }
    }

    private void Fail(AliasOutcome outcome, string message) => (_outcome, _message) = (outcome, message);
}
