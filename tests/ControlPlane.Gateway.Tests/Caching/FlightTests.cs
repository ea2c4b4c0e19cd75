using ControlPlane.Gateway.Caching;

namespace ControlPlane.Gateway.Tests.Caching;

public sealed class FlightTests
{
    private static readonly CachedResponse Response = new() { Status = 200, Headers = [], Body = default, AskedAt = default, ExpiresAt = default };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Landing_Early_or_late_brings_what_was_said_first(bool isWaitedFor)
    {
        var flight = new Flight();
        var waiting = isWaitedFor ? flight.Landing : null;
        (waiting?.IsCompleted == true).ShouldBeFalse();

        flight.Land(Response);
        flight.Land(null);

        (await (waiting ?? flight.Landing)).ShouldBeSameAs(Response);
    }

    [Fact]
    public async Task Landing_While_others_come_reaches_each()
    {
        for (var i = 0; i < 1000; i++)
        {
            var flight = new Flight();
            var others = Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await flight.Landing)).ToArray();
            flight.Land(Response);
            flight.Land(null);
            (await Task.WhenAll(others)).ShouldAllBe(brought => brought == Response);
        }
    }
}
