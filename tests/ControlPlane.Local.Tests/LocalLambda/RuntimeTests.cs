using System.Net;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class RuntimeTests
{
    [Fact]
    public async Task Bash_bootstrap_runs_whatever_mode_the_zip_gives_it()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateBashAsync("f", "echo \"{\\\"got\\\":$EVENT,\\\"name\\\":\\\"$AWS_LAMBDA_FUNCTION_NAME\\\"}\"; echo working >&2");

        var answer = (await app.InvokeAsync("f", """{"a":1}""", ("X-Amz-Log-Type", "Tail"))).ShouldSucceed();

        answer.Text.Trim().ShouldBe("""{"got":{"a":1},"name":"f"}""");
        answer.LogTail.ShouldContain("\nworking\n");
        (await app.InvokeAsync("f", "2")).ShouldSucceed().Text.Trim().ShouldBe("""{"got":2,"name":"f"}""");
    }

    [Fact]
    public async Task Dotnet_executable_is_found_by_the_name_of_the_handler()
    {
        await using var app = await LambdaApp.StartAsync();
        var bootstrap = System.Text.Encoding.UTF8.GetString(ReadBootstrap(Package.Bash("echo '\"native\"'")));
        var zip = Package.OfEntries(("My.Function", System.Text.Encoding.UTF8.GetBytes(bootstrap), 0x81ED));
        (await app.CreateAsync("f", "dotnet10", "My.Function", zip)).ShouldBe(HttpStatusCode.Created);
        (await app.CreateAsync("g", "dotnet10", "Other", zip)).ShouldBe(HttpStatusCode.Created);

        (await app.InvokeAsync("f")).ShouldSucceed().Text.Trim().ShouldBe("\"native\"");
        (await app.InvokeAsync("g")).Text.ShouldBe("""{"errorType":"Runtime.InvalidEntrypoint","errorMessage":"The package has no Other.dll and no executable Other or bootstrap."}""");
    }

    [Fact]
    public async Task Interpreter_that_serves_is_named_in_the_log()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("p", Package.EchoPython);
        await app.CreateNodeAsync("n", "exports.handler = async () => 1;");

        (await app.InvokeAsync("p")).ShouldSucceed();
        (await app.InvokeAsync("n")).ShouldSucceed();

        app.Log.Entries.ShouldContain(e => e.Message.StartsWith("p:$LATEST (python3.12) runs on Python 3.", StringComparison.Ordinal));
        app.Log.Entries.ShouldContain(e => e.Message.StartsWith("n:$LATEST (nodejs20.x) runs on Node.js ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Python_logging_is_lambdas()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", "import logging\ndef handler(e, c):\n    logging.warning('careful %d', 1)");

        var answer = (await app.InvokeAsync("f", "{}", ("X-Amz-Log-Type", "Tail"))).ShouldSucceed();

        answer.LogTail.ShouldMatch(@"\[WARNING\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t" + answer.Header("x-amzn-RequestId") + "\tcareful 1\n");
    }

    private static byte[] ReadBootstrap(byte[] zip)
    {
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(zip));
        using var content = archive.GetEntry("bootstrap")!.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }
}
