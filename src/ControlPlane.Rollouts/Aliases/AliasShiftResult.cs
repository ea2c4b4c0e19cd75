namespace ControlPlane.Rollouts.Aliases;

/// <summary>What became of a release's aliases.</summary>
/// <param name="Aliases">Each, in the release's order.</param>
public sealed record AliasShiftResult(IReadOnlyList<AliasState> Aliases)
{
    /// <summary>True when every alias is as it was wanted.</summary>
    public bool Succeeded => Aliases.All(static alias => alias.Outcome is AliasOutcome.AsWanted or AliasOutcome.Changed);

    /// <summary>Why it did not succeed: the first failure, in a sentence; null when it did.</summary>
    public string? Problem => Aliases.FirstOrDefault(static alias => alias.Message is not null)?.Message;
}

/// <summary>An alias as it was last seen.</summary>
public sealed record AliasState
{
    /// <summary>The move it belongs to.</summary>
    public required AliasMove Move { get; init; }

    /// <summary>What became of it.</summary>
    public required AliasOutcome Outcome { get; init; }

    /// <summary>The version it points to, or null when it could not be read.</summary>
    public string? FunctionVersion { get; init; }

    /// <summary>The version that gets a share beside it, or null.</summary>
    public string? AdditionalVersion { get; init; }

    /// <summary>The share of the version that the move leads to, in percent, 0 to 100; null when the alias could not be read.</summary>
    public double? PercentTraffic { get; init; }

    /// <summary>What went wrong, a sentence; null for nothing.</summary>
    public string? Message { get; init; }
}

/// <summary>What became of an alias.</summary>
public enum AliasOutcome
{
    /// <summary>It was already as it was wanted; nothing was written.</summary>
    AsWanted,

    /// <summary>It was brought to what was wanted.</summary>
    Changed,

    /// <summary>It is as it was before: it was changed and put back, or not touched, since another alias of the release failed.</summary>
    PutBack,

    /// <summary>The function, the alias or the version does not exist.</summary>
    NotFound,

    /// <summary>Somebody else has changed it: it was left as it is.</summary>
    Conflict,

    /// <summary>The Lambda service refused for its rate, more than once.</summary>
    Throttled,

    /// <summary>The Lambda service could not be reached, or failed.</summary>
    Unavailable,

    /// <summary>The Lambda service refused for another reason.</summary>
    Refused,
}
