using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Integrations.Http;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Gateway.Tests.Snapshots;

/// <summary>One router's snapshots over a source that obeys orders, in virtual time.</summary>
internal sealed class Freshness : IDisposable
{
    private readonly HttpBackends _backends = new();
    private readonly SnapshotCache _cache;
    private long _revision = 1;

    public Freshness(bool notified = false, VirtualClock? clock = null, FakeStageSource? source = null)
    {
        Clock = clock ?? new VirtualClock();
        Source = source ?? new FakeStageSource();
        Source.Put(Sample.Stage());
        Source.Put("dep001", Sample.Api(Sample.Resource("/", Sample.Method("GET"))));
        var compiler = new SnapshotCompiler(new IntegrationBinder(_backends, new FakeLambda()), Admissions.Binder(), "123456789012", NullLoggerFactory.Instance);
        _cache = new SnapshotCache(
            Source, compiler, Clock, notified ? null : TimeSpan.FromSeconds(1), Log.CreateLogger<SnapshotCache>());
        Entry = _cache.Find(Sample.ApiId, "prod")!;
    }

    public VirtualClock Clock { get; }

    public FakeStageSource Source { get; }

    public RecordingLoggers Log { get; } = new();

    public StageEntry Entry { get; }

    public SnapshotCache Cache => _cache;

    /// <summary>Somebody changes the stage.</summary>
    public void Change() => Source.Put(Sample.Stage(), ++_revision);

    /// <summary>A request: gives the revision it is served, or waits.</summary>
    public async Task<long> AskAsync() => (await _cache.GetAsync(Entry, Clock.GetTimestamp()))!.Version.Revision;

    /// <summary>A request that must not wait.</summary>
    public long AskAtOnce()
    {
        var asked = AskAsync();
        return asked.IsCompletedSuccessfully ? asked.Result : throw new InvalidOperationException("The request waits.");
    }

    /// <summary>Waits until what was begun in the background has ended.</summary>
    public async Task SettleAsync()
    {
        await (Entry.Checking ?? Task.CompletedTask);
        try
        {
            await (Entry.Loading ?? Task.CompletedTask);
        }
        catch (GatewayFailure)
        {
            // The requests that waited for it hear of it.
        }
    }

    /// <summary>Makes the store hang until its callers give up, or for ever when it does not listen.</summary>
    public void Hang(bool deaf = false) => Source.BeforeRead = cancelled => Task.Delay(Timeout.Infinite, deaf ? CancellationToken.None : cancelled);

    public void Heal() => Source.BeforeRead = _ => Task.CompletedTask;

    /// <summary>Waits for something that other threads are about to do.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(1, timeout.Token);
        }
    }

    public void Dispose()
    {
        _cache.Dispose();
        _backends.Dispose();
    }
}
