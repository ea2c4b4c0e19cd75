using System.Net;
using ControlPlane.Local.LocalLambda;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class EventInvokeTests
{
    private static readonly (string, string) AsEvent = ("X-Amz-Invocation-Type", "Event");

    [Fact]
    public async Task Event_is_accepted_at_once_and_runs_later()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", "def handler(event, context):\n    print('got', event['n'], context.aws_request_id)");

        var answer = (await app.InvokeAsync("f", """{"n":5}""", AsEvent)).ShouldBe(HttpStatusCode.Accepted);

        answer.Body.ShouldBeEmpty();
        await app.EventuallyLogsAsync("Lambda.f", $"got 5 {answer.Header("x-amzn-RequestId")}");
    }

    [Fact]
    public async Task Failed_event_is_tried_again_twice_under_the_same_id()
    {
        // Short delays in real time: a clock put forward would also time out whatever attempt is just under way.
        var delays = new[] { TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(40) };
        await using var app = await LambdaApp.StartAsync(options => options with { EventRetryDelays = delays });
        await app.CreatePythonAsync("f", "def handler(event, context):\n    print('try', context.aws_request_id)\n    raise ValueError('no')");

        var id = (await app.InvokeAsync("f", "{}", AsEvent)).Header("x-amzn-RequestId");
        await Processes.EventuallyAsync(Dropped, "The event was not given up.");
        await app.EventuallyLogsAsync("Lambda.f", "REPORT", 3);

        Tries().ShouldBe(3);
        int Tries() => app.Log.Lines("Lambda.f").Count(l => l == $"try {id}");
        bool Dropped() => app.Log.Entries.Any(e => e.Message.Contains($"{id} of f is dropped", StringComparison.Ordinal));
    }

    [Fact]
    public void Retries_wait_as_long_as_those_of_aws() =>
        new LocalLambdaOptions { DataFolder = "none" }.EventRetryDelays.ShouldBe([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)]);

    [Fact]
    public async Task Events_are_smaller_than_requests_and_must_be_json()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", Package.EchoPython);

        (await app.InvokeAsync("f", '"' + new string('x', 1024 * 1024) + '"', AsEvent)).Header("x-amzn-ErrorType").ShouldBe("RequestTooLargeException");
        (await app.InvokeAsync("f", "nope", AsEvent)).Header("x-amzn-ErrorType").ShouldBe("InvalidRequestContentException");
    }

    [Fact]
    public async Task Full_queue_refuses()
    {
        await using var app = await LambdaApp.StartAsync(o => o with { EventQueueLength = 1 });
        await app.CreatePythonAsync("f", "import time\ndef handler(event, context):\n    time.sleep(2)");

        (await app.InvokeAsync("f", "{}", AsEvent)).ShouldBe(HttpStatusCode.Accepted);
        (await app.InvokeAsync("f", "{}", AsEvent)).ShouldFail(HttpStatusCode.TooManyRequests, "TooManyRequestsException", "Rate Exceeded.");
    }
}
