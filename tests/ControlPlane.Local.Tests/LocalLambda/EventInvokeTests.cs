using System.Net;

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
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", "def handler(event, context):\n    print('try', context.aws_request_id)\n    raise ValueError('no')");

        var id = (await app.InvokeAsync("f", "{}", AsEvent)).Header("x-amzn-RequestId");
        for (var tries = 1; tries <= 3; tries++)
        {
            await Processes.EventuallyAsync(() => Tries() == tries, $"Attempt {tries} did not come.");
            await app.EventuallyLogsAsync("Lambda.f", "REPORT", tries);

            // The retry waits for its delay once the failure is known: put the clock forward until it comes.
            await Processes.EventuallyAsync(
                () =>
                {
                    app.Clock.Advance(TimeSpan.FromMinutes(2));
                    return Tries() > tries || Dropped();
                },
                "Neither another attempt nor the end came.");
        }

        Tries().ShouldBe(3);
        int Tries() => app.Log.Lines("Lambda.f").Count(l => l == $"try {id}");
        bool Dropped() => app.Log.Entries.Any(e => e.Message.Contains($"{id} of f is dropped", StringComparison.Ordinal));
    }

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
