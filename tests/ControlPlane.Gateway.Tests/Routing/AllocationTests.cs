using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Integrations.Http;
using ControlPlane.Gateway.Locating;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Splitting;
using ControlPlane.Gateway.Testing;
using ControlPlane.Gateway.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Gateway.Tests.Routing;

public sealed class AllocationTests
{
    private const int Rounds = 1000;

    [Fact]
    public async Task Locating_splitting_and_matching_allocate_nothing()
    {
        using var backends = new HttpBackends();
        var source = new FakeStageSource();
        source.Put(Sample.Stage());
        source.Put("dep001", Sample.Api(
            Sample.Resource("/pets", Sample.Method("GET")),
            Sample.Resource("/pets/{id}", Sample.Method("GET")),
            Sample.Resource("/pets/{id}/files/{path+}", Sample.Method("GET"))));
        var snapshots = new SnapshotCache(
            source,
            new SnapshotCompiler(new IntegrationBinder(backends, new FakeLambda()), Admissions.Binder(), "123456789012", NullLoggerFactory.Instance),
            TimeProvider.System,
            null,
            NullLogger<SnapshotCache>.Instance);
        var exchange = new FakeExchange("GET", $"/{Sample.ApiId}/prod/pets/7/files/a/b", headers: [("Host", "127.0.0.1:4001")]);
        var request = new RequestContext(exchange, TimeProvider.System);
        request.Begin();
        var split = new RandomSplit(Random.Shared);
        await snapshots.GetAsync(snapshots.Find(Sample.ApiId, "prod")!, 0);
        var steps = new (string Name, Action Run)[]
        {
            ("locate", () => Locator.Locate(exchange.Path, request.HostName(), null, snapshots, out _)),
            ("snapshot", () => Stage(snapshots)),
            ("split", () => request.Choose(Stage(snapshots), split)),
            ("match", () => request.Match().ShouldNotBeNull()),
        };
        Locator.Locate(exchange.Path, request.HostName(), null, snapshots, out var location);
        request.Location = location;
        foreach (var (name, run) in steps)
        {
            run();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Rounds; i++)
            {
                run();
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Rounds, name);
        }
    }

    [Theory]
    [InlineData(AffinityKey.Header)]
    [InlineData(AffinityKey.Cookie)]
    [InlineData(AffinityKey.Claim)]
    [InlineData(AffinityKey.SourceIp)]
    public void A_sticky_split_allocates_nothing(AffinityKey by)
    {
        var exchange = new TestExchange(
            "GET", "/", [new("Name", "alice"), new("Cookie", "session=1; Name=alice"), new("Authorization", "Bearer e30.eyJOYW1lIjoiYWxpY2UifQ.x")], "", "2001:db8::1");
        var request = new RequestContext(exchange, TimeProvider.System);
        var split = StageSplit.Of(Sample.Stage(canary: new CanarySettings { DeploymentId = "dep002", PercentTraffic = 50 }) with
        {
            CanaryAffinity = new CanaryAffinity { By = by, Name = by == AffinityKey.SourceIp ? null : "Name" },
        })!;
        split.DecideAndKeep(request).Reason.ShouldBe(SplitReason.Sticky);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            split.DecideAndKeep(request);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Rounds);
    }

    private static StageSnapshot Stage(SnapshotCache snapshots)
    {
        var stage = snapshots.GetAsync(snapshots.Find(Sample.ApiId, "prod")!, 0);
        return stage.IsCompletedSuccessfully ? stage.Result! : throw new InvalidOperationException("Not loaded.");
    }
}
