namespace ControlPlane.Api.Tests.Hosting;

/// <summary>A clock that stands still until it is put forward.</summary>
public sealed class TestClock : TimeProvider
{
    /// <summary>The epoch seconds it starts at, as golden bodies have them.</summary>
    public const long Start = 1_772_366_400;

    public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(Start);

    public override DateTimeOffset GetUtcNow() => Now;
}
