using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using AWS.Lambda.Powertools.Logging;
using ControlPlane.Gateway;
using ControlPlane.Gateway.Admission.Keys;
using ControlPlane.Gateway.Hosting.FunctionUrls;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Throttling;
using ControlPlane.Lambda.Functions;
using ControlPlane.Lambda.Invocations;
using ControlPlane.Rollouts;
using ControlPlane.Storage;
using ControlPlane.Storage.ClientCertificates;
using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Hosting;
using ControlPlane.Storage.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<ControlPlane.Functions.FunctionsJson>))]

namespace ControlPlane.Functions;

/// <summary>Puts the functions together. Each function has a container of its own, filled as it asks.</summary>
[LambdaStartup]
public sealed class Startup
{
    /// <summary>How often the router compares a stage with the table, at most.</summary>
    private static readonly TimeSpan RevalidateEvery = TimeSpan.FromSeconds(1);

    /// <summary>Registers everything the functions need.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "The generated handlers call it on an instance.")]
    public void ConfigureServices(IServiceCollection services)
    {
        var environment = FunctionEnvironment.Read(Environment.GetEnvironmentVariable);

        // First, since it takes longest: the rest is done beside it.
        var store = ConnectingStore.Begin(new DynamoDbStoreOptions { Table = environment.Table, Region = environment.Region }, TimeProvider.System);
        Logger.AppendKey("environment", environment.Name);
        services
            .AddLogging(logging => logging.UseLevel(environment.LogLevel).AddStageLevels().AddPowertoolsLogger(powertools =>
            {
                powertools.MinimumLogLevel = Microsoft.Extensions.Logging.LogLevel.Trace;
                powertools.LoggerOutputCase = LoggerOutputCase.CamelCase;
            }))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(environment)
            .AddSingleton(store)
            .AddSingleton(_ => store.Store)
            .AddRepositories()
            .AddScheduledWork()
            .AddSingleton(provider => new StageCertificates(provider.GetRequiredService<ClientCertificateRepository>(), environment.KeyProtection))
            .AddSingleton<IStageSource, StoredStageSource>()
            .AddSingleton<IAccessSource, StoredAccessSource>()
            .AddSingleton<ILeaseSource, StoredLeaseSource>()
            .AddSingleton<ILambdaClient>(_ => LambdaClient.FromEnvironment())
            .AddSingleton(new Lazy<ILambdaFunctions>(static () => LambdaClient.FromEnvironment().Functions, LazyThreadSafetyMode.PublicationOnly))
            .AddSingleton(provider => new Gateway.Gateway(
                provider.GetRequiredService<IStageSource>(),
                provider.GetRequiredService<ILambdaClient>(),
                new GatewayOptions
                {
                    AccountId = environment.AccountId,
                    Region = environment.Region,
                    StageLogLevel = environment.LogLevel,
                    RevalidateEvery = RevalidateEvery,
                },
                provider.GetRequiredService<ILoggerFactory>(),
                new GatewayCollaborators
                {
                    Access = provider.GetRequiredService<IAccessSource>(),
                    Leases = provider.GetRequiredService<ILeaseSource>(),
                    Metrics = [new StoredMetricsSink(provider.GetRequiredService<MetricsRepository>()), new EmbeddedMetricsSink(StandardOutput())],
                }))
            .AddSingleton(provider => new FunctionUrlGateway(
                provider.GetRequiredService<Gateway.Gateway>(), provider.GetRequiredService<ILogger<FunctionUrlGateway>>()));
    }

    // Not the console's: Lambda's library puts a time and a request id in front of what is written there, and then it is no JSON.
    private static StreamWriter StandardOutput() => new(Console.OpenStandardOutput());
}
