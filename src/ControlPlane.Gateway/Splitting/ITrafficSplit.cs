namespace ControlPlane.Gateway.Splitting;

/// <summary>Decides which requests of a stage its canary serves.</summary>
internal interface ITrafficSplit
{
    /// <summary>Whether the canary serves a request.</summary>
    /// <param name="percent">The canary's share, 0.0 to 100.0.</param>
    /// <param name="request">The request.</param>
    bool PicksCanary(double percent, RequestContext request);
}

/// <summary>API Gateway's way: every request on its own, by chance. 0 picks none, 100 picks all.</summary>
internal sealed class RandomSplit(Random random) : ITrafficSplit
{
    public bool PicksCanary(double percent, RequestContext request) => random.NextDouble() * 100 < percent;
}
