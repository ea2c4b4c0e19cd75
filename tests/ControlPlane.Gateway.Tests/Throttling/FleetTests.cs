using Xunit.Abstractions;

namespace ControlPlane.Gateway.Tests.Throttling;

/// <summary>
/// Fifty routers keep to one limit together, within a tenth, and use it up. Where load moves about, they may leave more of a small limit
/// unused: they learn of it a second or two later.
/// </summary>
public sealed class FleetTests(ITestOutputHelper output)
{
    private const int Routers = 50;
    private const int Start = 5;
    private const int End = 45;

    public static TheoryData<double, int> Limits => new() { { 1000, 1000 }, { 1000, 100 }, { 200, 400 }, { 100, 20 } };

    [Theory]
    [MemberData(nameof(Limits))]
    public Task Steady(double rate, int burst) => HoldsAsync(rate, burst, (_, _) => 2 * rate / Routers);

    [Theory]
    [MemberData(nameof(Limits))]
    public Task Barely_too_much(double rate, int burst) => HoldsAsync(rate, burst, (_, _) => 1.2 * rate / Routers);

    [Theory]
    [MemberData(nameof(Limits))]
    public Task In_bursts(double rate, int burst) =>
        HoldsAsync(rate, burst, least: 0.8, load: (router, second) => new Random((router * 1000) + second).Next(4) == 0 ? 10 * rate / Routers : 0);

    [Theory]
    [MemberData(nameof(Limits))]
    public Task Uneven(double rate, int burst) => HoldsAsync(rate, burst, (router, _) => router == 0 ? rate : router < 10 ? 0.1 * rate : 0.005 * rate);

    [Theory]
    [MemberData(nameof(Limits))]
    public Task Moving(double rate, int burst) => HoldsAsync(rate, burst, least: 0.8, load: (router, second) => (router + (second / 8 * 10)) % Routers < 10 ? 0.25 * rate : 0.005 * rate);

    [Theory]
    [MemberData(nameof(Limits))]
    public Task The_busiest_router_dies(double rate, int burst) =>
        HoldsAsync(rate, burst, (router, second) => second < 20 ? router == 0 ? rate : rate / Routers : router == 0 ? 0 : 2 * rate / Routers);

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task The_store_is_down(double rate, int burst)
    {
        var fleet = new Fleet(Routers, new(rate, burst));
        await fleet.RunAsync(15, (_, _) => 2 * rate / Routers);
        fleet.Fails = true;
        await fleet.RunAsync(15, (_, _) => 2 * rate / Routers);
        fleet.Fails = false;
        await fleet.RunAsync(15, (_, _) => 2 * rate / Routers);
        Say(fleet);
        fleet.PartOfRate(15, 30).ShouldBeInRange(0.7, 1.1);

        // Nobody was told what passed meanwhile: the bucket counts as full again.
        fleet.PartOfRate(30, 45).ShouldBeInRange(0.8, 1.1 + (burst / rate / 15));
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task The_start_costs_few_seconds_worth(double rate, int burst)
    {
        var fleet = new Fleet(Routers, new(rate, burst));
        await fleet.RunAsync(Start, (_, _) => 2 * rate / Routers);
        fleet.Passed.Sum().ShouldBeLessThan((int)((rate * (Start + 2)) + burst));
    }

    [Fact]
    public async Task Less_than_the_limit_passes_whole()
    {
        var fleet = new Fleet(Routers, new(1000, 1000));
        await fleet.RunAsync(Start, (router, _) => router == 0 ? 300 : 5);
        var before = fleet.Asked;
        await fleet.RunAsync(End - Start, (router, _) => router == 0 ? 300 : 5);
        (fleet.Passed.Skip(Start).Sum() / (double)(fleet.Asked - before)).ShouldBeGreaterThan(0.99);
    }

    [Fact]
    public async Task A_router_alone_keeps_to_the_limit_exactly()
    {
        var fleet = new Fleet(1, new(20, 40));
        await fleet.RunAsync(Start, (_, _) => 1);
        await fleet.RunAsync(30, (_, _) => 0);
        await fleet.RunAsync(10, (_, _) => 500);
        fleet.Passed.Skip(Start + 31).Sum().ShouldBeInRange((20 * 9) - 1, (20 * 9) + 1);
        fleet.Passed.Skip(Start + 30).Sum().ShouldBeInRange((20 * 10) + 39, (20 * 10) + 41);
    }

    [Fact]
    public async Task New_limits_count_at_once()
    {
        var fleet = new Fleet(Routers, new(1000, 100));
        await fleet.RunAsync(15, (_, _) => 40);
        fleet.Limits = new(100, 10);
        await fleet.RunAsync(1, (_, _) => 40);
        fleet.Passed[^1].ShouldBeLessThan(300);
        fleet.Limits = new(0, 10);
        await fleet.RunAsync(1, (_, _) => 40);
        fleet.Passed[^1].ShouldBe(0);
    }

    private async Task HoldsAsync(double rate, int burst, Func<int, int, double> load, double least = 0.9)
    {
        var fleet = new Fleet(Routers, new(rate, burst));
        await fleet.RunAsync(End, load);
        Say(fleet);
        fleet.PartOfRate(Start, End).ShouldBeInRange(least, 1.1);
        fleet.MostAdds.ShouldBeLessThanOrEqualTo(End + 2);
    }

    private void Say(Fleet fleet) => output.WriteLine($"{fleet.Limits} {fleet.PartOfRate(0, Start):F2} {fleet.PartOfRate(Start, End):F3} | {string.Join(' ', fleet.Passed)}");
}
