using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Hosting.FunctionUrls;

public sealed class FunctionUrlTimeTests
{
    [Fact]
    public async Task Answers_504_before_the_invocation_ends_when_the_backend_takes_longer()
    {
        using var host = new FunctionUrlHost(Sample.Method("GET", Sample.LambdaProxy()));
        host.Lambda.Gate = new TaskCompletionSource().Task;

        var response = await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString(), milliseconds: 200);

        response.Status.ShouldBe(504);
        response.Body.ShouldBe("""{"message": "Endpoint request timed out"}""");
    }

    [Fact]
    public async Task Answers_504_when_the_store_never_answers_and_serves_on()
    {
        using var host = new FunctionUrlHost();
        var gate = new TaskCompletionSource();
        host.Source.Gate = gate.Task;

        var response = await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString(), milliseconds: 200);

        response.Status.ShouldBe(504);
        response.Headers["x-amzn-ErrorType"].ShouldBe("InternalServerErrorException");
        host.Loggers.Problems.ShouldHaveSingleItem().ShouldContain(response.Headers["x-amzn-RequestId"]);

        gate.SetResult();
        (await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString())).Body.ShouldBe("hello");
    }

    [Fact]
    public async Task Compares_with_the_store_before_it_answers_as_nothing_runs_between_invocations()
    {
        using var host = new FunctionUrlHost(options: new GatewayOptions { RevalidateEvery = TimeSpan.FromTicks(1) });
        host.Source.Put("dep002", Sample.Api(Sample.Resource("/x", Sample.Method("GET", Sample.Mock("changed")))));
        (await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString())).Body.ShouldBe("hello");
        host.Source.Put(Sample.Stage(deploymentId: "dep002"), 2);
        host.Source.Gate = Task.Delay(50);

        (await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString())).Body.ShouldBe("hello");

        (await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString())).Body.ShouldBe("changed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Warms_up_as_far_as_the_store_whether_it_answers_or_not(bool fails)
    {
        using var host = new FunctionUrlHost();
        host.Source.Fails = fails;

        await host.Entry.WarmUpAsync();

        host.Source.Loads.ShouldBe(1);
        host.Source.Fails = false;
        (await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString())).Body.ShouldBe("hello");
    }
}
