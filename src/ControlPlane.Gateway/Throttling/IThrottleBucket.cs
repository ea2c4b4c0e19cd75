namespace ControlPlane.Gateway.Throttling;

/// <summary>A bucket that requests take tokens of. Its limits come with every request.</summary>
internal interface IThrottleBucket
{
    /// <summary>Whether nothing of it is in use: a new one would do as well.</summary>
    bool IsFull { get; }

    /// <summary>Takes a token; never waits.</summary>
    /// <param name="limits">The limits of all who share the bucket together.</param>
    /// <param name="now">The current timestamp.</param>
    /// <returns>False when there is none.</returns>
    bool TryTake(ThrottleLimits limits, long now);
}
