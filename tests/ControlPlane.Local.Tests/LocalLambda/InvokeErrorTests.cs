using System.Net;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class InvokeErrorTests
{
    [Fact]
    public async Task Python_exceptions_carry_their_stack()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", """
            def inner():
                raise ValueError("bad value")
            def handler(event, context):
                inner()
            """);

        var answer = (await app.InvokeAsync("f", "{}", ("X-Amz-Log-Type", "Tail"))).ShouldBe(HttpStatusCode.OK);

        answer.Header("X-Amz-Function-Error").ShouldBe("Unhandled");
        answer["errorType"].ShouldBe("ValueError");
        answer["errorMessage"].ShouldBe("bad value");
        answer["requestId"].ShouldBe(answer.Header("x-amzn-RequestId"));
        var stack = answer.Json["stackTrace"]!.AsArray().Select(l => l!.ToString()).ToList();
        stack.Count.ShouldBe(2);
        stack[0].ShouldMatch("""File ".*/app.py", line 4, in handler\n    inner\(\)""");
        stack[1].ShouldContain("line 2, in inner");
        answer.LogTail.ShouldContain("[ERROR] ValueError: bad value\nTraceback (most recent call last):\n");
        app.ProcessesStarted().ShouldBe(1);
    }

    [Theory]
    [InlineData("import nothing_like_this", "app.handler", "Runtime.ImportModuleError", "Unable to import module 'app': No module named 'nothing_like_this'")]
    [InlineData("x = 1", "app.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'app'")]
    [InlineData("x = 1", "app", "Runtime.MalformedHandlerName", "Bad handler 'app': not enough values to unpack (expected 2, got 1)")]
    [InlineData("raise KeyError('k')", "app.handler", "KeyError", "'k'")]
    [InlineData("def handler(e, c):\n    return {1, 2}", "app.handler", "Runtime.MarshalError", "Unable to marshal response: Object of type set is not JSON serializable")]
    public async Task Python_functions_that_cannot_start_say_why(string source, string handler, string type, string message)
    {
        await using var app = await LambdaApp.StartAsync();
        (await app.CreateAsync("f", "python3.12", handler, Package.Python(source))).ShouldBe(HttpStatusCode.Created);

        foreach (var _ in new[] { 1, 2 })
        {
            var answer = (await app.InvokeAsync("f")).ShouldBe(HttpStatusCode.OK);
            answer.Header("X-Amz-Function-Error").ShouldBe("Unhandled");
            answer["errorType"].ShouldBe(type);
            answer["errorMessage"].ShouldBe(message);
        }
    }

    [Theory]
    [InlineData("exports.other = 1;", "app.handler", "Runtime.HandlerNotFound", "app.handler is undefined or not exported")]
    [InlineData("exports.handler = 1;", "none.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'none'")]
    [InlineData("require('nothing-like-this');", "app.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'nothing-like-this'")]
    [InlineData("const x = ;", "app.handler", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected token ';'")]
    [InlineData("throw new TypeError('at start');", "app.handler", "TypeError", "at start")]
    public async Task Node_functions_that_cannot_start_say_why(string source, string handler, string type, string message)
    {
        await using var app = await LambdaApp.StartAsync();
        (await app.CreateAsync("f", "nodejs20.x", handler, Package.Node(source))).ShouldBe(HttpStatusCode.Created);

        var answer = (await app.InvokeAsync("f")).ShouldBe(HttpStatusCode.OK);

        answer.Header("X-Amz-Function-Error").ShouldBe("Unhandled");
        answer["errorType"].ShouldBe(type, answer.Text);
        answer["errorMessage"].ShouldStartWith(message);
    }

    [Fact]
    public async Task Timeout_kills_the_process_and_what_it_started()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", """
            import subprocess, time
            def handler(event, context):
                if event.get("quick"):
                    return "quick"
                child = subprocess.Popen(["sleep", "300"])
                print("child", child.pid)
                time.sleep(60)
            """, body => body["Timeout"] = 1);

        var answer = (await app.InvokeAsync("f", "{}", ("X-Amz-Log-Type", "Tail"))).ShouldBe(HttpStatusCode.OK);

        answer.Header("X-Amz-Function-Error").ShouldBe("Unhandled");
        answer.Text.ShouldBe($$"""{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: {{answer.Header("x-amzn-RequestId")}} Error: Task timed out after 1.00 seconds"}""");
        answer.LogTail.ShouldContain("Task timed out after 1.00 seconds");
        var child = int.Parse(answer.LogTail.Split('\n').Single(l => l.StartsWith("child ", StringComparison.Ordinal)).Split(' ')[1]);
        await Processes.ShouldEndAsync(child);
        (await app.InvokeAsync("f", """{"quick":true}""")).ShouldSucceed().Text.ShouldBe("\"quick\"");
    }

    [Theory]
    [InlineData("exit 0", "Runtime exited without providing a reason")]
    [InlineData("exit 7", "Runtime exited with error: exit status 7")]
    [InlineData("kill -9 $$", "Runtime exited with error: signal: killed")]
    public async Task Process_that_ends_mid_event_fails_it(string how, string reason)
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateBashAsync("f", "echo going >&2; kill -STOP $BASHPID");
        var zip = Package.Of(("bootstrap", $"#!/bin/bash\ncurl -s http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next\necho going\n{how}\n"));
        (await app.UpdateCodeAsync("f", zip)).ShouldBe(HttpStatusCode.OK);

        var answer = (await app.InvokeAsync("f", "{}", ("X-Amz-Log-Type", "Tail"))).ShouldBe(HttpStatusCode.OK);

        answer.Header("X-Amz-Function-Error").ShouldBe("Unhandled");
        answer["errorType"].ShouldBe("Runtime.ExitError");
        answer["errorMessage"].ShouldBe($"RequestId: {answer.Header("x-amzn-RequestId")} Error: {reason}");
        answer.LogTail.ShouldContain("going\n");
    }

    [Fact]
    public async Task Process_that_ends_before_its_first_event_is_an_init_error()
    {
        await using var app = await LambdaApp.StartAsync();
        (await app.CreateAsync("f", "provided.al2023", "x", Package.Of(("bootstrap", "#!/bin/sh\necho starting\nexit 4\n")))).ShouldBe(HttpStatusCode.Created);

        var answer = await app.InvokeAsync("f", "{}", ("X-Amz-Log-Type", "Tail"));

        answer.Text.ShouldBe("""{"errorType":"Runtime.ExitError","errorMessage":"Runtime exited with error: exit status 4"}""");
        answer.LogTail.ShouldBe("starting\n");
        app.ProcessesStarted().ShouldBe(1);
    }

    [Fact]
    public async Task Missing_bootstrap_and_unsupported_runtimes_are_said_at_invocation()
    {
        await using var app = await LambdaApp.StartAsync();
        (await app.CreateAsync("none", "provided.al2023", "x", Package.Of(("readme", "x")))).ShouldBe(HttpStatusCode.Created);
        (await app.CreateAsync("java", "java21", "x.Y", Package.Of(("readme", "x")))).ShouldBe(HttpStatusCode.Created);
        (await app.CreateAsync("classlib", "dotnet10", "A::B::C", Package.Of(("readme", "x")))).ShouldBe(HttpStatusCode.Created);

        (await app.InvokeAsync("none")).Text.ShouldBe("""{"errorType":"Runtime.InvalidEntrypoint","errorMessage":"Couldn\u0027t find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"}""");
        (await app.InvokeAsync("java"))["errorType"].ShouldBe("Runtime.Unsupported");
        (await app.InvokeAsync("classlib"))["errorMessage"].ShouldStartWith("Class library handlers (A::B::C) cannot run on this Lambda service");
    }

    [Fact]
    public async Task Bad_requests_are_refused_before_anything_runs()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", Package.EchoPython);

        (await app.InvokeAsync("f", "{nope")).ShouldBe(HttpStatusCode.BadRequest);
        (await app.InvokeAsync("f", "{nope")).Header("x-amzn-ErrorType").ShouldBe("InvalidRequestContentException");
        (await app.InvokeAsync("f", "{nope"))["message"].ShouldStartWith("Could not parse request body into json: ");
        (await app.InvokeAsync("f", "{}", ("X-Amz-Client-Context", "!!"))).ShouldFail(
            HttpStatusCode.BadRequest, "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.");
        (await app.InvokeAsync("f", "{}", ("X-Amz-Invocation-Type", "Later"))).ShouldFail(
            HttpStatusCode.BadRequest,
            "ValidationException",
            "1 validation error detected: Value 'Later' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [RequestResponse, Event, DryRun]");
        (await app.InvokeAsync("none")).ShouldFail(
            HttpStatusCode.NotFound, "ResourceNotFoundException", "Function not found: arn:aws:lambda:us-east-1:123456789012:function:none");
        (await app.InvokeAsync("f:live")).ShouldFail(
            HttpStatusCode.NotFound, "ResourceNotFoundException", "Function not found: arn:aws:lambda:us-east-1:123456789012:function:f:live");
        app.ProcessesStarted().ShouldBe(0);
    }

    [Fact]
    public async Task Dry_run_runs_nothing()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", Package.EchoPython);

        (await app.InvokeAsync("f", "{}", ("X-Amz-Invocation-Type", "DryRun"))).ShouldBe(HttpStatusCode.NoContent);
        app.ProcessesStarted().ShouldBe(0);
    }
}
