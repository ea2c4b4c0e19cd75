using ControlPlane.Domain.Metrics;
using ControlPlane.Storage.Metrics;

namespace ControlPlane.Storage.Tests.Metrics;

public class MetricsRepositoryTests : StoreTest
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private MetricsRepository Repository => new(Store);

    [Fact]
    public async Task Minutes_AddUp_AndComeBackInOrder_WithEveryBucket()
    {
        var all = new RequestCounts();
        for (var milliseconds = 0.1; milliseconds < 100_000; milliseconds *= 1.05)
        {
            all.Add(milliseconds < 10 ? 404 : 500, TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMilliseconds(milliseconds / 2));
        }

        await Repository.AddAsync("api", "prod", false, new MinuteCounts(_noon.AddMinutes(1), all), default);
        await Repository.AddAsync("api", "prod", false, new MinuteCounts(_noon, all), default);
        await Repository.AddAsync("api", "prod", false, new MinuteCounts(_noon, all), default);
        await Repository.AddAsync("api", "prod", true, new MinuteCounts(_noon, all), default);
        await Repository.AddAsync("api", "prod2", false, new MinuteCounts(_noon, all), default);

        var minutes = await Repository.ReadAsync("api", "prod", false, _noon, _noon.AddMinutes(1), default);

        minutes.Select(minute => minute.Minute).ShouldBe([_noon, _noon.AddMinutes(1)]);
        var (twice, once) = (minutes[0].Counts, minutes[1].Counts);
        (once.Count, once.ClientErrors, once.ServerErrors).ShouldBe((all.Count, all.ClientErrors, all.ServerErrors));
        (twice.Count, twice.ClientErrors, twice.ServerErrors).ShouldBe((2 * all.Count, 2 * all.ClientErrors, 2 * all.ServerErrors));
        (once.Latency.SumMicroseconds, once.IntegrationLatency.SumMicroseconds).ShouldBe((all.Latency.SumMicroseconds, all.IntegrationLatency.SumMicroseconds));
        once.Latency.Buckets.ToArray().ShouldBe(all.Latency.Buckets.ToArray());
        once.IntegrationLatency.Buckets.ToArray().ShouldBe(all.IntegrationLatency.Buckets.ToArray());
        twice.Latency.Count.ShouldBe(2 * all.Count);
    }

    [Fact]
    public async Task Versions_AreCountedApart()
    {
        var one = new RequestCounts();
        one.Add(500, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(10));
        var version = new FunctionVersion("pets", "live", "3");
        await Repository.AddAsync("api", "prod", version, new MinuteCounts(_noon, one), default);
        await Repository.AddAsync("api", "prod", version with { Version = "4" }, new MinuteCounts(_noon, one), default);
        await Repository.AddAsync("api", "prod", version, new MinuteCounts(_noon, one), default);

        var minute = (await Repository.ReadAsync("api", "prod", new FunctionVersion("pets", "live", "3"), _noon, _noon, default)).ShouldHaveSingleItem();
        (minute.Counts.Count, minute.Counts.ServerErrors, minute.Counts.Latency.Count, minute.Counts.IntegrationLatency.SumMicroseconds).ShouldBe((2, 2, 2, 20_000));
        (await Repository.ReadAsync("api", "prod", version with { Version = FunctionVersion.Unknown }, _noon, _noon, default)).ShouldBeEmpty();
        (await Repository.ReadAsync("api", "prod", false, _noon, _noon, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reading_KeepsToItsWindow()
    {
        var one = new RequestCounts();
        one.Add(200, TimeSpan.FromMilliseconds(1), TimeSpan.Zero);
        for (var i = 0; i < 5; i++)
        {
            await Repository.AddAsync("api", "prod", false, new MinuteCounts(_noon.AddMinutes(i * 30), one), default);
        }

        (await Repository.ReadAsync("api", "prod", false, _noon.AddMinutes(30), _noon.AddMinutes(90.5), default)).Select(minute => minute.Minute)
            .ShouldBe([_noon.AddMinutes(30), _noon.AddMinutes(60), _noon.AddMinutes(90)]);
        (await Repository.ReadAsync("api", "other", false, _noon, _noon.AddDays(1), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_IsNotWritten()
    {
        await Repository.AddAsync("api", "prod", false, new MinuteCounts(_noon, new RequestCounts()), default);
        (await Repository.ReadAsync("api", "prod", false, _noon, _noon, default)).ShouldBeEmpty();
    }
}
