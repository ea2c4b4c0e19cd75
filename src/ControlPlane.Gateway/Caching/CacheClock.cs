using Microsoft.Extensions.Internal;

namespace ControlPlane.Gateway.Caching;

/// <summary>The time as the framework's memory cache asks for it.</summary>
internal sealed class CacheClock(TimeProvider time) : ISystemClock
{
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
