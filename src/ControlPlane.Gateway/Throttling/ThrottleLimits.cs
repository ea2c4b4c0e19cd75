namespace ControlPlane.Gateway.Throttling;

/// <summary>The limits of a token bucket.</summary>
/// <param name="Rate">Requests per second that fill it, 0 or more.</param>
/// <param name="Burst">Requests it holds, 0 or more.</param>
public readonly record struct ThrottleLimits(double Rate, int Burst)
{
    /// <summary>Those of an account (AWS: throttleSettings).</summary>
    public static ThrottleLimits Account { get; } = new(Domain.Accounts.Account.RateLimit, Domain.Accounts.Account.BurstLimit);

    /// <summary>None at all.</summary>
    public static ThrottleLimits None { get; } = new(double.PositiveInfinity, int.MaxValue);

    /// <summary>Whether a bucket with these limits never refuses what one with others, through which all its requests go, lets through.</summary>
    public bool Cover(ThrottleLimits others) => Rate >= others.Rate && Burst >= others.Burst;
}
