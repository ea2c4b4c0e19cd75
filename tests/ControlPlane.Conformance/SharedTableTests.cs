using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using ControlPlane.Conformance.Hosting;
using Xunit.Abstractions;

namespace ControlPlane.Conformance;

/// <summary>Two hosts on one table: what one writes, the other serves, and neither loses the other's writes.</summary>
public sealed class SharedTableTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _firstData = new();
    private readonly TempFolder _secondData = new();
    private HostProcess _first = null!;
    private HostProcess _second = null!;

    public async Task InitializeAsync()
    {
        var options = await Store.OptionsAsync(StoreKind.DynamoDb);
        _first = await HostProcess.StartAsync(_firstData.Path, options);
        _second = await HostProcess.StartAsync(_secondData.Path, options);
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    public void Dispose()
    {
        _firstData.Dispose();
        _secondData.Dispose();
    }

    [Fact]
    public async Task A_write_through_one_host_is_soon_served_by_the_other()
    {
        using var control = new ControlClient(_first);
        using var client = new HttpClient();
        var api = await SampleApi.CreateMockAsync(control, "shared");
        var address = new Uri(_second.Gateway, $"{api}/prod/");
        (await client.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");

        var waits = new List<TimeSpan> { await UntilAsync(client, address, """{"n":"0"}""") };
        var method = await SampleApi.RootMethodAsync(control, api);
        for (var i = 1; i <= 5; i++)
        {
            await control.PutAsync($"{method}/integration/responses/200", $$$"""{"responseTemplates":{"application/json":"{\"n\":\"{{{i}}}\"}"}}""");
            await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
            waits.Add(await UntilAsync(client, address, $$"""{"n":"{{i}}"}"""));
        }

        output.WriteLine($"Served after {string.Join(", ", waits.Select(wait => wait.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)))} ms.");

        // A machine under load may delay some, not all.
        waits.Order().ElementAt(waits.Count / 2).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Updates_of_one_stage_through_both_hosts_lose_nothing()
    {
        using var control = new ControlClient(_first);
        var api = await SampleApi.CreateMockAsync(control, "contended");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
        var stage = $"/restapis/{api}/stages/prod";

        var statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => PatchAsync(i % 2 == 0 ? _first : _second, stage, $"/variables/v{i}")));

        statuses.ShouldAllBe(status => status == HttpStatusCode.OK || status == HttpStatusCode.Conflict);
        var won = Enumerable.Range(0, statuses.Length).Where(i => statuses[i] == HttpStatusCode.OK).ToList();
        output.WriteLine($"{won.Count} of {statuses.Length} updates won.");
        foreach (var host in new[] { _first, _second })
        {
            using var reader = new ControlClient(host);
            (await reader.GetAsync(stage))["variables"]!.AsObject().Select(variable => variable.Key).ShouldBe(won.Select(i => $"v{i}"), ignoreOrder: true);
            (await reader.GetAsync($"{stage}/history?limit=500"))["item"]!.AsArray().Select(change => (int)change!["sequence"]!)
                .ShouldBe(Enumerable.Range(1, won.Count + 1).Reverse());
        }
    }

    private static async Task<HttpStatusCode> PatchAsync(HostProcess host, string stage, string path)
    {
        using var client = new HttpClient { BaseAddress = host.Control };
        using var body = new StringContent($$"""{"patchOperations":[{"op":"replace","path":"{{path}}","value":"x"}]}""", Encoding.UTF8, "application/json");
        using var response = await client.PatchAsync(stage, body);
        return response.StatusCode;
    }

    private static async Task<TimeSpan> UntilAsync(HttpClient client, Uri address, string answer)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            using var response = await client.GetAsync(address);
            var body = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode && body == answer)
            {
                return waited.Elapsed;
            }

            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), $"{(int)response.StatusCode} {body}");
            await Task.Delay(50);
        }
    }
}
