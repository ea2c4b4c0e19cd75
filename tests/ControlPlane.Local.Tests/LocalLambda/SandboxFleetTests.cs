using System.Net;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class SandboxFleetTests
{
    private const string Sleeper = """
        import os, time
        def handler(event, context):
            time.sleep(event.get("s", 0))
            return os.getpid()
        """;

    [Fact]
    public async Task Sequential_invocations_share_a_process()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", Sleeper);

        for (var n = 0; n < 50; n++)
        {
            (await app.InvokeAsync("f")).ShouldSucceed();
        }

        app.ProcessesStarted().ShouldBe(1);
    }

    [Fact]
    public async Task Concurrent_invocations_get_processes_of_their_own()
    {
        await using var app = await LambdaApp.StartAsync();
        var meeting = Directory.CreateDirectory(Path.Combine(app.Options.DataFolder, "meeting")).FullName;
        await app.CreatePythonAsync("f", """
            import os, time
            def handler(event, context):
                open(os.path.join(event, str(os.getpid())), "w").close()
                while len(os.listdir(event)) < 4:
                    time.sleep(0.01)
            """, body => body["Timeout"] = 30);

        // Each waits until it sees all four: fewer processes would never finish.
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.InvokeAsync("f", $"\"{meeting}\"")));

        answers.ShouldAllBe(a => a.ShouldSucceed().Text == "null");
        app.ProcessesStarted().ShouldBe(4);
    }

    [Fact]
    public async Task Beyond_the_limit_invocations_wait_and_are_then_throttled()
    {
        await using var app = await LambdaApp.StartAsync(o => o with { MaxConcurrency = 1, ThrottleAfter = TimeSpan.FromSeconds(1) });
        await app.CreatePythonAsync("f", Sleeper, body => body["Timeout"] = 30);
        (await app.InvokeAsync("f")).ShouldSucceed();

        var waits = await Task.WhenAll(app.InvokeAsync("f", """{"s":0.2}"""), app.InvokeAsync("f", """{"s":0.2}"""));
        waits.ShouldAllBe(a => a.Status == HttpStatusCode.OK);

        var long1 = app.InvokeAsync("f", """{"s":4}""");
        await app.EventuallyLogsAsync("Lambda.f", "START", 4);
        (await app.InvokeAsync("f")).ShouldFail(HttpStatusCode.TooManyRequests, "TooManyRequestsException", "Rate Exceeded.")["Reason"].ShouldBe("ConcurrentInvocationLimitExceeded");
        (await long1).ShouldSucceed();
        (await app.InvokeAsync("f")).ShouldSucceed();
        app.ProcessesStarted().ShouldBe(1);
    }

    [Fact]
    public async Task Idle_processes_make_room_for_other_functions()
    {
        await using var app = await LambdaApp.StartAsync(o => o with { MaxConcurrency = 1 });
        await app.CreatePythonAsync("a", Sleeper);
        await app.CreatePythonAsync("b", Sleeper);

        var first = int.Parse((await app.InvokeAsync("a")).ShouldSucceed().Text);
        (await app.InvokeAsync("b")).ShouldSucceed();

        await Processes.ShouldEndAsync(first);
        (await app.InvokeAsync("a")).ShouldSucceed();
    }

    [Fact]
    public async Task Other_functions_that_wait_get_the_place_of_one_that_becomes_idle()
    {
        await using var app = await LambdaApp.StartAsync(o => o with { MaxConcurrency = 1 });
        await app.CreatePythonAsync("a", Sleeper);
        await app.CreatePythonAsync("b", Sleeper);

        var running = app.InvokeAsync("a", """{"s":0.5}""");
        await app.EventuallyLogsAsync("Lambda.a", "START");
        (await app.InvokeAsync("b")).ShouldSucceed();
        (await running).ShouldSucceed();
    }

    [Fact]
    public async Task Idle_processes_are_stopped_after_a_while()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", Sleeper);
        var process = int.Parse((await app.InvokeAsync("f")).ShouldSucceed().Text);

        app.Clock.Advance(TimeSpan.FromMinutes(4));
        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe($"{process}");
        await Processes.EventuallyAsync(
            () =>
            {
                // It counts as idle only once its runtime is back from the answer.
                app.Clock.Advance(TimeSpan.FromMinutes(6));
                return !Processes.IsAlive(process);
            },
            "The idle process was not stopped.");
        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldNotBe($"{process}");
    }

    [Fact]
    public async Task Replaced_and_deleted_code_does_not_linger()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", Sleeper);
        var first = int.Parse((await app.InvokeAsync("f")).ShouldSucceed().Text);
        await app.UpdateCodeAsync("f", Package.Python(Sleeper + "\n"));
        await Processes.ShouldEndAsync(first);

        // What runs when its function is deleted runs to its end.
        var running = app.InvokeAsync("f", """{"s":0.5}""");
        await app.EventuallyLogsAsync("Lambda.f", "START", 2);
        (await app.DeleteAsync("/2015-03-31/functions/f")).ShouldBe(HttpStatusCode.NoContent);
        var second = int.Parse((await running).ShouldSucceed().Text);
        await Processes.ShouldEndAsync(second);
        (await app.InvokeAsync("f")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Process_that_dies_while_idle_is_replaced()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", Sleeper);
        var process = int.Parse((await app.InvokeAsync("f")).ShouldSucceed().Text);

        System.Diagnostics.Process.GetProcessById(process).Kill();
        await Processes.ShouldEndAsync(process);
        await Task.Delay(100);

        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldNotBe($"{process}");
    }
}
