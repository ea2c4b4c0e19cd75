namespace ControlPlane.Gateway;

/// <summary>What a data plane needs to know beside its collaborators.</summary>
public sealed record GatewayOptions
{
    /// <summary>The account that events and ARNs carry: twelve digits.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>
    /// How often a stage's revision is compared with the store's, at most; null when the control API in the same process notifies
    /// every change. Design: one second.
    /// </summary>
    public TimeSpan? RevalidateEvery { get; init; }
}
