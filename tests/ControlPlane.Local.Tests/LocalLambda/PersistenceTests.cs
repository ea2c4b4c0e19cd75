using System.Net;
using System.Text.Json.Nodes;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class PersistenceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Everything_survives_a_restart()
    {
        string[] paths =
        [
            "/2015-03-31/functions/f/configuration", "/2015-03-31/functions/f/versions", "/2015-03-31/functions/f/aliases",
            "/2015-03-31/functions/f/policy", "/2017-03-31/tags/arn:aws:lambda:us-east-1:123456789012:function:f", "/2019-09-30/functions/f/concurrency",
        ];
        List<string> before;
        await using (var app = await LambdaApp.StartAsync(folder: _folder.FullName))
        {
            await app.CreatePythonAsync("f", "def handler(e, c):\n    return 'one'", body => body["Tags"] = JsonNode.Parse("""{"a":"b"}"""));
            await app.PublishAsync("f");
            await app.UpdateCodeAsync("f", Package.Python("def handler(e, c):\n    return 'two'"));
            await app.SendAsync(HttpMethod.Post, "/2015-03-31/functions/f/aliases", new JsonObject { ["Name"] = "live", ["FunctionVersion"] = "1" });
            await app.SendAsync(HttpMethod.Post, "/2015-03-31/functions/f/policy", new JsonObject { ["StatementId"] = "s", ["Action"] = "lambda:*", ["Principal"] = "*" });
            await app.SendAsync(HttpMethod.Put, "/2017-10-31/functions/f/concurrency", new JsonObject { ["ReservedConcurrentExecutions"] = 3 });
            before = await ReadAsync(app);
        }

        await using var again = await LambdaApp.StartAsync(folder: _folder.FullName);
        (await ReadAsync(again)).ShouldBe(before);
        (await again.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe("\"two\"");
        (await again.InvokeAsync("f:live")).ShouldSucceed().Text.ShouldBe("\"one\"");

        async Task<List<string>> ReadAsync(LambdaApp app)
        {
            var texts = new List<string>();
            foreach (var path in paths)
            {
                texts.Add((await app.GetAsync(path)).ShouldBe(HttpStatusCode.OK).Text);
            }

            return texts;
        }
    }

    [Fact]
    public async Task Restart_unpacks_what_is_missing_and_sweeps_what_nobody_uses()
    {
        var code = Path.Combine(_folder.FullName, "lambda", "code");
        await using (var app = await LambdaApp.StartAsync(folder: _folder.FullName))
        {
            await app.CreatePythonAsync("f", "def handler(e, c):\n    return 'one'");
            await app.UpdateCodeAsync("f", Package.Python("def handler(e, c):\n    return 'two'"));
            Directory.GetFiles(code, "*.zip").Length.ShouldBe(2);
        }

        foreach (var unpacked in Directory.GetDirectories(code))
        {
            Directory.Delete(unpacked, recursive: true);
        }

        await File.WriteAllTextAsync(Path.Combine(code, "half.zip.0123.tmp"), "half");
        Directory.CreateDirectory(Path.Combine(code, "half.0123.tmp"));

        await using var again = await LambdaApp.StartAsync(folder: _folder.FullName);
        Directory.GetFileSystemEntries(code).Length.ShouldBe(1);
        (await again.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe("\"two\"");
    }
}
