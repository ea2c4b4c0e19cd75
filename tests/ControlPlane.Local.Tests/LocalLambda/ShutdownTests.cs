using System.Text.Json.Nodes;

namespace ControlPlane.Local.Tests.LocalLambda;

/// <summary>No function process outlives the service, and nothing acknowledged is lost with it.</summary>
public sealed class ShutdownTests : IDisposable
{
    /// <summary>A runtime that starts a child, says its number, and ignores that the service is gone.</summary>
    private const string Stubborn = """
        #!/bin/bash
        trap '' TERM HUP INT
        sleep 300 &
        CHILD=$!
        API="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
        while true; do
          ID=$(curl -s -f -D - -o /dev/null "$API/invocation/next" | tr -d '\r' | awk -F': ' 'tolower($1) == "lambda-runtime-aws-request-id" { print $2 }')
          [ -n "$ID" ] && curl -s -X POST -d "[$$,$CHILD]" "$API/invocation/$ID/response" > /dev/null
          sleep 0.05
        done
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Stop_ends_processes_their_children_and_those_that_work()
    {
        var app = await LambdaApp.StartAsync(o => o with { StopGrace = TimeSpan.FromMilliseconds(300) });
        await app.CreateAsync("f", "provided.al2023", "x", Package.Of(("bootstrap", Stubborn)));
        await app.CreateNodeAsync("node", "exports.handler = async () => process.pid;");
        var family = (await app.InvokeAsync("f")).ShouldSucceed().Json.AsArray().Select(p => p!.GetValue<int>()).ToList();
        family.Add(int.Parse((await app.InvokeAsync("node")).ShouldSucceed().Text));
        family.ShouldAllBe(p => Processes.IsAlive(p));

        await app.DisposeAsync();

        foreach (var process in family)
        {
            await Processes.ShouldEndAsync(process);
        }
    }

    [Fact]
    public async Task Kill_of_the_host_ends_processes_and_children_and_loses_nothing()
    {
        await using var host = await LambdaHost.StartAsync(_folder.FullName);
        await PostAsync(host, "/2015-03-31/functions", new JsonObject
        {
            ["FunctionName"] = "f",
            ["Runtime"] = "provided.al2023",
            ["Handler"] = "x",
            ["Role"] = "arn:aws:iam::123456789012:role/r",
            ["Publish"] = true,
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(Package.Of(("bootstrap", Stubborn))) },
        });
        await PostAsync(host, "/2015-03-31/functions/f/aliases", new JsonObject { ["Name"] = "live", ["FunctionVersion"] = "1" });
        var family = (await PostAsync(host, "/2015-03-31/functions/f:live/invocations", [])).AsArray().Select(p => p!.GetValue<int>()).ToList();
        family.ShouldAllBe(p => Processes.IsAlive(p));

        await host.KillAsync();

        foreach (var process in family)
        {
            await Processes.ShouldEndAsync(process);
        }

        await using var again = await LambdaHost.StartAsync(_folder.FullName);
        (await PostAsync(again, "/2015-03-31/functions/f:live/invocations", [])).AsArray().Count.ShouldBe(2);
        await again.StopAsync();
    }

    private static async Task<JsonNode> PostAsync(LambdaHost host, string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString());
        using var response = await host.Client.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }
}
