namespace ControlPlane.Domain.Stages;

/// <summary>What a change of a stage was to a rollout.</summary>
public sealed record StageRolloutNote
{
    /// <summary>The rollout.</summary>
    public required string RolloutId { get; init; }

    /// <summary>Its step, from 0.</summary>
    public int Step { get; init; }

    /// <summary>The code of its reason, for programs; or null.</summary>
    public string? Code { get; init; }

    /// <summary>Its reason, for people; or null.</summary>
    public string? Message { get; init; }

    /// <summary>Requests of the canary that the reason rests on.</summary>
    public long CanaryRequests { get; init; }

    /// <summary>Of these failed.</summary>
    public long CanaryErrors { get; init; }

    /// <summary>Requests of the base that the reason rests on.</summary>
    public long BaseRequests { get; init; }

    /// <summary>Of these failed.</summary>
    public long BaseErrors { get; init; }
}
