namespace ControlPlane.Domain.Accounts;

/// <summary>The account's settings (AWS: Account). Its throttle and features are constants here.</summary>
public sealed record Account
{
    /// <summary>Account-wide token bucket size in requests.</summary>
    public const int BurstLimit = 5000;

    /// <summary>Account-wide token bucket refill in requests per second.</summary>
    public const double RateLimit = 10_000;

    /// <summary>The role that execution logs are written with, or null while none is set.</summary>
    public string? CloudwatchRoleArn { get; init; }
}
