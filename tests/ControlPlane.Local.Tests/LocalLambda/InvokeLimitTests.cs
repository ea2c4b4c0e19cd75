using System.Net;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class InvokeLimitTests
{
    private const int Limit = 6291456;

    [Fact]
    public async Task Payloads_up_to_six_megabytes_go_in_and_out()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("python", Package.EchoPython);
        await app.CreateNodeAsync("node", "exports.handler = async (e) => e;");
        var largest = '"' + new string('x', Limit - 2) + '"';

        (await app.InvokeAsync("python", largest)).ShouldSucceed().Text.ShouldBe(largest);
        (await app.InvokeAsync("node", largest)).ShouldSucceed().Text.ShouldBe(largest);
        (await app.InvokeAsync("python", largest + " ")).ShouldFail(
            HttpStatusCode.RequestEntityTooLarge, "RequestTooLargeException", "Request must be smaller than 6291456 bytes for the InvokeFunction operation");
    }

    [Fact]
    public async Task Answers_that_are_too_large_fail_the_invocation_not_the_process()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", "def handler(event, context):\n    return 'x' * event['n']");

        var answer = await app.InvokeAsync("f", """{"n":7000000}""");

        answer.Header("X-Amz-Function-Error").ShouldBe("Unhandled");
        answer.Text.ShouldBe("""{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}""");
        (await app.InvokeAsync("f", """{"n":1}""")).ShouldSucceed().Text.ShouldBe("\"x\"");
        app.ProcessesStarted().ShouldBe(1);
    }

    [Fact]
    public async Task Streamed_answers_are_gathered()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateAsync("f", "provided.al2023", "x", Package.Of(("bootstrap", """
            #!/bin/bash
            API="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
            while true; do
              ID=$(curl -sS -f -D - -o /dev/null "$API/invocation/next" | tr -d '\r' | awk -F': ' 'tolower($1) == "lambda-runtime-aws-request-id" { print $2 }')
              [ -n "$ID" ] || exit 1
              { printf '{"a":'; sleep 0.05; printf '1}'; } | curl -sS -f -X POST -H 'Transfer-Encoding: chunked' -H 'Lambda-Runtime-Function-Response-Mode: streaming' -T - "$API/invocation/$ID/response" > /dev/null
            done
            """)));

        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe("""{"a":1}""");
        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe("""{"a":1}""");
    }

    [Fact]
    public async Task Log_tail_is_the_last_four_kilobytes()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", """
            import sys
            def handler(event, context):
                for n in range(1000):
                    print("line", n)
                sys.stderr.write("no line end")
            """);

        var tail = (await app.InvokeAsync("f", "{}", ("X-Amz-Log-Type", "Tail"))).ShouldSucceed().LogTail;

        tail.Length.ShouldBe(4096);
        tail.ShouldContain("line 998\nline 999\nno line end\nEND RequestId: ");
        tail.ShouldNotContain("START");
        app.Log.Lines("Lambda.f").Count(l => l.StartsWith("line ", StringComparison.Ordinal)).ShouldBe(1000);
    }
}
