using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Locating;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Testing;

namespace ControlPlane.Gateway;

public sealed partial class Gateway
{
    private const string TestStage = "test-invoke-stage";

    /// <inheritdoc/>
    public async Task<MethodTestResult> TestAsync(MethodTest test, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(test);
        var exchange = new TestExchange(test.Verb, test.PathWithQueryString ?? test.Api.Resources[0].Path, test.Headers, test.Body);
        var request = new RequestContext(exchange, _time);
        exchange.Context = request;
        using var caller = cancellationToken.UnsafeRegister(static exchange => ((TestExchange)exchange!).GiveUp(), exchange);
        request.Begin();
        var log = new TestLog(request.RequestId);
        try
        {
            var method = MatchTest(test, request);
            request.Execution = new ExecutionLog(request, log, withData: true);
            request.Execution.Start();
            await RunTestAsync(request, method).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            request.Execution.End();
            var headers = exchange.ResponseHeaders.Where(static header => !ResponseWriter.IsId(header.Key)).ToArray();
            var latency = (long)_time.GetElapsedTime(request.StartedAt).TotalMilliseconds;
            return new MethodTestResult(exchange.StatusCode, headers, exchange.Answer(), log.ToString(), latency);
        }
        finally
        {
            request.End();
            exchange.End();
        }
    }

    /// <inheritdoc/>
    public Task<AuthorizerTestResult> TestAsync(AuthorizerTestRequest test, CancellationToken cancellationToken) =>
        new AuthorizerTest(_authorizers, _accountId, _time).RunAsync(test, cancellationToken);

    private BoundMethod MatchTest(MethodTest test, RequestContext request)
    {
        var stage = new Stage
        {
            RestApiId = test.Api.RestApiId,
            StageName = TestStage,
            DeploymentId = "",
            Variables = test.StageVariables,
            CreatedDate = request.ReceivedAt,
            LastUpdatedDate = request.ReceivedAt,
            LastEvent = new StageEvent { Sequence = 1, Time = request.ReceivedAt, Type = StageEventType.StageCreated, Actor = "", RequestId = request.RequestId },
        };
        request.Location = new Location(HostName.Test, HostName.TestPrefix, 0, 0, 0);
        request.Choose(_tests.Compile(new StageConfiguration(stage, 1), DeploymentPlan.Compile("", test.Api), null), _split);
        return request.Match()
            ?? throw ApiException.BadRequest($"Invalid path specified: {test.PathWithQueryString} does not lead to {test.Api.Resources[0].Path}");
    }

    private static async ValueTask RunTestAsync(RequestContext request, BoundMethod method)
    {
        try
        {
            await request.ReadBodyAsync().ConfigureAwait(false);
            request.Execution!.MethodRequest();
            await RunAsync(request, method).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await FailAsync(request, exception).ConfigureAwait(false);
        }
    }
}
