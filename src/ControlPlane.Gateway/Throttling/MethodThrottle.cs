using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Throttling;

/// <summary>How fast requests of one method of a stage may come: a revision's limits over buckets that outlive it.</summary>
/// <param name="bucket">The method's bucket, or null when the account's limits are the narrower ones anyway.</param>
/// <param name="limits">The method's limits.</param>
/// <param name="account">The account's part of it.</param>
/// <param name="time">The clock.</param>
internal sealed class MethodThrottle(IThrottleBucket? bucket, ThrottleLimits limits, AccountThrottle account, TimeProvider time)
{
    /// <summary>Takes a token of the method, and one of the account. What the account refuses has cost the method its token.</summary>
    /// <returns>Null when the request may go on.</returns>
    public GatewayError? Refuse(RequestContext request)
    {
        var now = time.GetTimestamp();
        if (bucket is not null && !bucket.TryTake(limits, now))
        {
            return request.Refuse(GatewayError.Throttled, "Requests come faster than the method settings of the stage allow.");
        }

        return account.TryTake(now) ? null : request.Refuse(GatewayError.Throttled, "Requests come faster than the account allows.");
    }
}
