using System.Collections.Concurrent;
using ControlPlane.Domain.Stages;
using ControlPlane.Lambda.Functions;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Scheduling;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Storage.Stages;
using ControlPlane.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Rollouts.Tests;

/// <summary>The tick as a host registers it, over a SQLite file of its own.</summary>
public abstract class RolloutsTest : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("controlplane-rollouts-").FullName;
    private ServiceProvider _services = null!;
    private SqliteItemStore _sqlite = null!;

    private protected VirtualClock Clock { get; } = new();

    private protected TestLog Log { get; } = new();

    private protected FailingStore Store { get; private set; } = null!;

    private protected ConcurrentQueue<string> Heard { get; } = new();

    private protected IServiceProvider Services => _services;

    private protected StageRepository Stages => _services.GetRequiredService<StageRepository>();

    private protected DueRepository Due => _services.GetRequiredService<DueRepository>();

    private protected ScheduledTick Tick => _services.GetRequiredService<ScheduledTick>();

    public Task InitializeAsync()
    {
        _sqlite = SqliteItemStore.Open(Path.Combine(_folder, "controlplane.db"), Clock);
        Store = new FailingStore(_sqlite);
        _services = Another();
        return Task.CompletedTask;
    }

    /// <summary>Another process on the same store.</summary>
    private protected ServiceProvider Another()
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IItemStore>(Store)
            .AddSingleton<IStageObserver>(new Observer(Heard))
            .AddSingleton(new Lazy<ILambdaFunctions>(() => throw new InvalidOperationException("There is no Lambda service here.")))
            .AddLogging(logging => logging.AddProvider(Log));
        Register(services);
        return services.AddScheduledWork().BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _sqlite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private protected virtual void Register(IServiceCollection services)
    {
    }

    /// <summary>A stored stage whose log level expires after some seconds, with its entry in the index.</summary>
    private protected async Task<Stage> CreateAsync(string name, int? ttlSeconds)
    {
        var level = LogLevelOverride.Create("DEBUG", ttlSeconds, 0.5, Clock.GetUtcNow());
        if (level.ExpiresAt is { } end)
        {
            await Due.AddAsync(new DueWork(end, DueWork.LogLevel, "api1", name), default);
        }

        var stage = new Stage
        {
            RestApiId = "api1",
            StageName = name,
            DeploymentId = "dep1",
            LogLevel = level,
            CreatedDate = Clock.GetUtcNow(),
            LastUpdatedDate = Clock.GetUtcNow(),
            LastEvent = null!,
        };
        stage = StageHistory.Stamp(null, stage, new ChangeOrigin("arn:me", "request", Clock.GetUtcNow()));
        (await Stages.CreateAsync(stage, default)).ShouldBe(1);
        return stage;
    }

    private protected async Task<LogLevelOverride?> LevelOfAsync(string name) => (await Stages.GetAsync("api1", name, default))!.Value.LogLevel;

    private protected async Task<int> EntriesAsync() => (await Store.QueryAsync(new ItemQuery("DUE", ""))).Items.Count;

    private sealed class Observer(ConcurrentQueue<string> heard) : IStageObserver
    {
        public void StageChanged(string apiId, string stageName) => heard.Enqueue($"{apiId}/{stageName}");
    }
}
