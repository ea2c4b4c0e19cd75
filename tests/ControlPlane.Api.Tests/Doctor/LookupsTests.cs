using System.Collections.Concurrent;
using ControlPlane.Api.Doctor;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Explaining;
using ControlPlane.Lambda.Functions;
using VirtualClock = ControlPlane.Api.Tests.Identity.VirtualClock;

namespace ControlPlane.Api.Tests.Doctor;

public sealed class LookupsTests
{
    [Fact]
    public async Task Services_that_do_not_answer_are_given_up_in_time_and_told()
    {
        var service = new SilentService();
        var clock = new VirtualClock();
        string[] functions = [.. Enumerable.Range(0, 60).Select(static number => $"function-{number:D2}")];

        // Each function has two routes.
        var lookups = Lookups.RunAsync(Inspection([.. functions, .. functions]), new FunctionExamination(new Lazy<ILambdaFunctions>(service)), clock, default);
        for (var seconds = 0; seconds < 20; seconds += 5)
        {
            await service.UntilAskedAsync((seconds / 5 * 8) + 8);
            clock.Advance(TimeSpan.FromSeconds(5));
        }

        var found = await lookups.WaitAsync(TimeSpan.FromMinutes(2));
        found.Missed.ShouldBe(functions);
        found.Function("function-00").ShouldBeNull();
        service.Asked.Count.ShouldBe(32);
        service.Asked.ShouldBeUnique();
    }

    [Fact]
    public async Task Caller_who_gives_up_ends_it()
    {
        using var caller = new CancellationTokenSource();
        var lookups = Lookups.RunAsync(Inspection(["function"]), new FunctionExamination(new Lazy<ILambdaFunctions>(new SilentService())), TimeProvider.System, caller.Token);
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => lookups);
    }

    private static StageInspection Inspection(string[] functions) => new()
    {
        Stage = new Stage
        {
            RestApiId = "api",
            StageName = "prod",
            DeploymentId = "dep",
            CreatedDate = DateTimeOffset.UnixEpoch,
            LastUpdatedDate = DateTimeOffset.UnixEpoch,
            LastEvent = null!,
        },
        Variants =
        [
            new VariantInspection
            {
                Name = "base",
                IsCanary = false,
                DeploymentId = "dep",
                Routes =
                [
                    .. functions.Select(static function => new RouteInspection
                    {
                        Method = new MethodExplanation
                        {
                            ResourceId = "root",
                            ResourcePath = "/",
                            Method = new Method { HttpMethod = "GET" },
                            PathParameters = new Dictionary<string, string>(),
                            Variables = [],
                            Function = function,
                        },
                        Problems = [],
                    }),
                ],
            },
        ],
    };

    /// <summary>A Lambda service that takes questions and does not answer.</summary>
    private sealed class SilentService : ILambdaFunctions
    {
        public ConcurrentQueue<string> Asked { get; } = new();

        public async Task UntilAskedAsync(int times)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (Asked.Count < times)
            {
                await Task.Delay(1, patience.Token);
            }
        }

        public async ValueTask<FunctionConfiguration> GetFunctionConfigurationAsync(string function, string? qualifier, CancellationToken cancellationToken)
        {
            Asked.Enqueue(function);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new FunctionConfiguration();
        }

        public ValueTask<FunctionPolicy> GetPolicyAsync(string function, string? qualifier, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask CheckInvocationAsync(string function, string? qualifier, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<FunctionConfiguration> PublishVersionAsync(string function, PublishVersionRequest? request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<AliasConfiguration> GetAliasAsync(string function, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<AliasConfiguration> CreateAliasAsync(string function, CreateAliasRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<AliasConfiguration> UpdateAliasAsync(string function, string name, UpdateAliasRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
