using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Integrations.Http;
using ControlPlane.Gateway.Locating;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Splitting;
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

    private static StageSnapshot Stage(SnapshotCache snapshots)
    {
        var stage = snapshots.GetAsync(snapshots.Find(Sample.ApiId, "prod")!, 0);
        return stage.IsCompletedSuccessfully ? stage.Result! : throw new InvalidOperationException("Not loaded.");
    }
}
