using System.Net;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway;
using ControlPlane.Gateway.Hosting;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Lambda.Functions;
using ControlPlane.Lambda.Invocations;
using ControlPlane.Rollouts.Aliases;
using ControlPlane.Storage.Metrics;
using ControlPlane.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Local.Tests.LocalLambda;

/// <summary>What a gateway counts of an alias whose weights shift from a version that works to one that fails.</summary>
public sealed class AliasEvidenceTests
{
    [Fact]
    public async Task Requests_are_counted_by_the_version_that_the_alias_chose()
    {
        await using var lambda = await LambdaApp.StartAsync();
        await lambda.CreatePythonAsync("f", "def handler(event, context):\n    return {'statusCode': 200}\n", body => body["Publish"] = true);
        await lambda.UpdateCodeAsync("f", Package.Python("def handler(event, context):\n    raise Exception('regression')\n"));
        await lambda.PublishAsync("f");
        using var client = new LambdaClient(lambda.Client.BaseAddress!);
        await client.Functions.CreateAliasAsync("f", new CreateAliasRequest("live", "1"));
        var move = new AliasMove("arn:aws:lambda:us-east-1:123456789012:function:f", "live", "1", "2");
        var shift = new AliasShift(new Lazy<ILambdaFunctions>(client.Functions));
        using var folder = new ControlPlane.Testing.TempFolder();
        await using var store = SqliteItemStore.Open(Path.Combine(folder.Path, "metrics.db"), TimeProvider.System);
        var metrics = new MetricsRepository(store);
        var began = DateTimeOffset.UtcNow;
        using (var gateway = new Gateway.Gateway(
            new OneStage(), client, new GatewayOptions(), NullLoggerFactory.Instance, new GatewayCollaborators { Metrics = [new StoredMetricsSink(metrics)] }))
        {
            await using var server = new GatewayServer(gateway, new IPEndPoint(IPAddress.Loopback, 0), NullLoggerFactory.Instance);
            await server.StartAsync();
            await AskAsync(server, 3, HttpStatusCode.OK);
            (await shift.ShiftAsync([move], 100, default)).Succeeded.ShouldBeTrue();
            await AskAsync(server, 2, HttpStatusCode.BadGateway);
            (await shift.RestoreAsync([move], default)).Succeeded.ShouldBeTrue();
            await AskAsync(server, 1, HttpStatusCode.OK);

            // A request is counted a moment after its response.
            var evidence = new AliasEvidence(metrics);
            AliasCounts counts;
            do
            {
                await gateway.FlushMetricsAsync();
                counts = await evidence.ReadAsync(OneStage.ApiId, "prod", move, began, DateTimeOffset.UtcNow, default);
            }
            while (Sum(counts.Base).Requests + Sum(counts.Canary).Requests < 6);

            (Sum(counts.Base), Sum(counts.Canary), Sum(counts.Unknown)).ShouldBe(((4, 0), (2, 2), (0, 0)));
            counts.Canary.Sum(static minute => minute.Counts.IntegrationLatency.Count).ShouldBe(2);
        }
    }

    private static (long Requests, long Errors) Sum(IReadOnlyList<MinuteCounts> minutes) =>
        (minutes.Sum(static minute => minute.Counts.Count), minutes.Sum(static minute => minute.Counts.ServerErrors));

    private static async Task AskAsync(GatewayServer server, int count, HttpStatusCode status)
    {
        using var client = new HttpClient();
        for (var i = 0; i < count; i++)
        {
            using var response = await client.GetAsync(new Uri(server.Address, $"/{OneStage.ApiId}/prod/"));
            response.StatusCode.ShouldBe(status);
        }
    }

    private sealed class OneStage : IStageSource
    {
        public const string ApiId = "abcdefghij";

        private static readonly StageConfiguration Configuration = new(
            new Stage
            {
                RestApiId = ApiId,
                StageName = "prod",
                DeploymentId = "dep001",
                CreatedDate = DateTimeOffset.UnixEpoch,
                LastUpdatedDate = DateTimeOffset.UnixEpoch,
                LastEvent = new StageEvent { Sequence = 1, Time = DateTimeOffset.UnixEpoch, Type = StageEventType.StageCreated, Actor = "tests", RequestId = "tests" },
            },
            1);

        private static readonly Method Get = new()
        {
            HttpMethod = "GET",
            MethodIntegration = new Integration
            {
                Type = IntegrationType.AwsProxy,
                HttpMethod = "POST",
                Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f:live/invocations",
                CacheNamespace = "",
            },
        };

        public ValueTask<StageConfiguration?> LoadStageAsync(string apiId, string stageName, CancellationToken cancellationToken) => new(Configuration);

        public ValueTask<StageVersion?> ReadVersionAsync(string apiId, string stageName, CancellationToken cancellationToken) => new(Configuration.Version);

        public ValueTask<DeployedApi?> LoadDeploymentAsync(string apiId, string deploymentId, CancellationToken cancellationToken) => new(new DeployedApi
        {
            RestApiId = ApiId,
            Name = "sample",
            Resources = [new Resource { Id = "root", Path = "/", Methods = new Dictionary<string, Method> { ["GET"] = Get } }],
        });

        public ValueTask<CustomDomain?> FindDomainAsync(string host, CancellationToken cancellationToken) => new((CustomDomain?)null);
    }
}
