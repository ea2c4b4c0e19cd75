using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Metrics;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Metrics;

/// <summary>Requests by the version of the function that ran for them.</summary>
public sealed class VersionMetricsTests
{
    private const string Alias = "arn:aws:lambda:us-east-1:123456789012:function:hello:live";

    private readonly FakeMetricsSink _sink = new();

    [Fact]
    public async Task Requests_are_counted_by_the_version_that_ran_and_failures_of_functions_are_its_errors()
    {
        await using var host = await StartAsync(Sample.Method("GET", Sample.LambdaProxy(Alias)));
        host.Lambda.ExecutedVersion = "3";
        await AskAsync(host, 3);
        host.Lambda.ExecutedVersion = "4";
        await AskAsync(host, 2);
        host.Lambda.FunctionError = "Unhandled";
        await AskAsync(host, 1);

        (await CountedAsync(host, 6)).ShouldBe("3: 3/0/0, 4: 3/0/1");
    }

    [Fact]
    public async Task What_the_service_did_not_run_or_not_answer_in_time_is_counted_without_a_version()
    {
        await using var host = await StartAsync(Sample.Method("GET", Sample.LambdaProxy(Alias) with { TimeoutInMillis = 50 }));
        host.Lambda.Status = 429;
        await AskAsync(host, 1);
        host.Lambda.Status = 200;
        host.Lambda.ExecutedVersion = "4";
        host.Lambda.Gate = new TaskCompletionSource().Task;
        await AskAsync(host, 1);

        (await CountedAsync(host, 2)).ShouldBe("unknown: 2/0/2");
    }

    [Fact]
    public async Task Failure_that_a_mapping_makes_a_success_is_the_versions_error_all_the_same()
    {
        var mapped = Sample.LambdaProxy(Alias) with
        {
            Type = IntegrationType.Aws,
            IntegrationResponses = new Dictionary<string, IntegrationResponse> { ["200"] = new() { StatusCode = "200" } },
        };
        await using var host = await StartAsync(Sample.Method("GET", mapped));
        host.Lambda.ExecutedVersion = "4";
        host.Lambda.Result = """{"errorMessage":"it broke"}""";
        host.Lambda.FunctionError = "Unhandled";
        using (var response = await host.GetAsync("/"))
        {
            ((int)response.StatusCode).ShouldBe(200);
        }

        (await CountedAsync(host, 1)).ShouldBe("4: 1/0/1");
        _sink.Told.Single(static metrics => metrics.Version is null).Counts.ServerErrors.ShouldBe(0);
    }

    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:hello")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:hello:3")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:hello:$LATEST")]
    public async Task Functions_without_an_alias_are_not_counted_by_version(string function)
    {
        await using var host = await StartAsync(Sample.Method("GET", Sample.LambdaProxy(function)));
        host.Lambda.ExecutedVersion = "3";
        await AskAsync(host, 1);
        (await CountedAsync(host, 1)).ShouldBe("");
    }

    [Fact]
    public void Versions_of_a_stage_are_limited_and_make_room_when_forgotten()
    {
        var metrics = new StageMetrics();
        for (var i = 0; i < StageMetrics.MaxVersions; i++)
        {
            metrics.TryRecordVersion(Requests.One(version: Version(i))).ShouldBeTrue();
        }

        metrics.TryRecordVersion(Requests.One(version: Version(1000))).ShouldBeFalse();
        metrics.TryRecordVersion(Requests.One(version: Version(1000))).ShouldBeFalse();
        metrics.TryRecordVersion(Requests.One(version: Version(0))).ShouldBeTrue();
        metrics.TryRecordVersion(Requests.One()).ShouldBeTrue();
        metrics.Drain().Sum(static counted => counted.Counts.Count).ShouldBe(StageMetrics.MaxVersions + 1);
        for (var i = 0; i <= StageMetrics.MaxIdleDrains; i++)
        {
            metrics.Drain();
        }

        metrics.TryRecordVersion(Requests.One(version: Version(1000))).ShouldBeTrue();

        static FunctionVersion Version(int number) => new("hello", "live", $"{number}");
    }

    [Fact]
    public void Counting_by_version_allocates_nothing_within_a_minute()
    {
        var metrics = new StageMetrics();
        var version = new FunctionVersion("hello", "live", "3");
        metrics.TryRecordVersion(Requests.One(version: version));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100_000; i++)
        {
            metrics.TryRecordVersion(Requests.One(version: version));
        }

        // What the stripes of processors allocate that the thread had not run on.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
    }

    private static async Task AskAsync(GatewayHost host, int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await host.GetAsync("/")).Dispose();
        }
    }

    private Task<GatewayHost> StartAsync(Method method) =>
        GatewayHost.StartAsync(Sample.Api(Sample.Resource("/", method)), collaborators: new GatewayCollaborators { Metrics = [_sink] });

    /// <summary>Versions with requests, 4xx and 5xx. A request is recorded a moment after its response.</summary>
    private async Task<string> CountedAsync(GatewayHost host, int requests)
    {
        while (_sink.Requests < requests)
        {
            await host.Gateway.FlushMetricsAsync();
            await Task.Delay(1);
        }

        return string.Join(", ", _sink.Told
            .Where(static metrics => metrics.Version is not null)
            .GroupBy(static metrics => metrics.Version!)
            .OrderBy(static group => group.Key.Version, StringComparer.Ordinal)
            .Select(static group =>
            {
                (group.Key.Function, group.Key.Alias).ShouldBe(("hello", "live"));
                return $"{group.Key.Version}: {group.Sum(static each => each.Counts.Count)}/{group.Sum(static each => each.Counts.ClientErrors)}/{group.Sum(static each => each.Counts.ServerErrors)}";
            }));
    }
}
