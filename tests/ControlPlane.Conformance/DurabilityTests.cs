using System.Diagnostics;
using ControlPlane.Conformance.Hosting;
using Xunit.Abstractions;

namespace ControlPlane.Conformance;

public sealed class DurabilityTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.DynamoDb)]
    public async Task Keeps_every_acknowledged_write_when_it_is_killed(StoreKind store)
    {
        await Requirements.PythonAsync();
        string[] options = ["--quota", "RestApis=1000000", .. await Store.OptionsAsync(store)];
        var writes = new WriteStream();
        var host = await HostProcess.StartAsync(_data.Path, options);
        try
        {
            using (var control = new ControlClient(host))
            {
                await writes.PrepareAsync(control);
            }

            for (var round = 1; round <= 6; round++)
            {
                var before = writes.Acknowledged;
                var writing = writes.RunAsync(host);
                await Task.Delay(Random.Shared.Next(300, 1500));
                await host.StopAsync("KILL");
                await writing;
                await FunctionProcesses.ShouldEndAsync(_data.Path);
                await host.DisposeAsync();

                host = await HostProcess.StartAsync(_data.Path, options);
                await writes.VerifyAsync(host);
                output.WriteLine($"Round {round}: killed after {writes.Acknowledged - before} acknowledged writes; all are there.");
            }
        }
        finally
        {
            await host.DisposeAsync();
        }

        writes.Acknowledged.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Leaves_no_process_of_a_function_behind_not_even_its_children()
    {
        await using var host = await HostProcess.StartAsync(_data.Path);
        using var control = new ControlClient(host);
        await SampleFunction.CreateAsync(control, "parent", "import subprocess\nsubprocess.Popen(['sleep', '600'])\n");
        await control.PostAsync($"{SampleFunction.Root}/parent/invocations", "{}");
        FunctionProcesses.Of(_data.Path).Count.ShouldBeGreaterThanOrEqualTo(2);

        await host.StopAsync("KILL");

        await FunctionProcesses.ShouldEndAsync(_data.Path);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.DynamoDb)]
    public async Task Serves_at_once_after_a_restart_what_was_there_before(StoreKind store)
    {
        await Requirements.PythonAsync();
        var options = await Store.OptionsAsync(store);
        string api;
        await using (var first = await HostProcess.StartAsync(_data.Path, options))
        {
            using var control = new ControlClient(first);
            await SampleFunction.CreateAsync(control, "kept");
            await control.PostAsync($"{SampleFunction.Root}/kept/aliases", """{"Name":"live","FunctionVersion":"1"}""");
            api = await SampleApi.CreateLambdaAsync(control, "kept", "kept:${stageVariables.alias}");
            await SampleApi.DeployAsync(control, api, """{"stageName":"prod","variables":{"alias":"live"}}""");
            (await first.StopAsync("TERM")).ShouldBe(0);
        }

        var started = Stopwatch.StartNew();
        await using var second = await HostProcess.StartAsync(_data.Path, options);
        output.WriteLine($"Ready after {started.ElapsedMilliseconds} ms.");
        using var client = new HttpClient();
        (await client.GetStringAsync(new Uri(second.Gateway, $"{api}/prod/"))).ShouldBe("v1");
        output.WriteLine($"Served after {started.ElapsedMilliseconds} ms.");
        using var again = new ControlClient(second);
        (await again.GetAsync($"{SampleFunction.Root}/kept/versions"))["Versions"]!.AsArray().Count.ShouldBe(3);
        ((string)(await again.GetAsync($"{SampleFunction.Root}/kept/aliases/live"))["FunctionVersion"]!).ShouldBe("1");
        ((string)(await again.GetAsync($"/restapis/{api}/stages/prod"))["variables"]!["alias"]!).ShouldBe("live");
        (await again.GetAsync($"/restapis/{api}/stages/prod/history"))["item"]!.AsArray().Count.ShouldBe(1);
    }
}
