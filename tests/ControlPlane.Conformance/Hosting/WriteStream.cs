using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlPlane.Conformance.Hosting;

/// <summary>Writers that change what a host holds, one change after the other, until it goes away; they remember what it acknowledged.</summary>
internal sealed class WriteStream
{
    public const string FunctionName = "crash";

    private readonly HashSet<string> _createdApis = [];
    private readonly HashSet<string> _deployments = [];
    private string _updatedApi = "";
    private string _releasedApi = "";
    private string _functionApi = "";
    private int _description;
    private int _alias;
    private string? _base;
    private string? _canary;

    /// <summary>How many changes were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Brings in what the writers change.</summary>
    public async Task PrepareAsync(ControlClient control)
    {
        _updatedApi = await SampleApi.CreateMockAsync(control, "updated");
        _releasedApi = await SampleApi.CreateMockAsync(control, "released");
        await SampleFunction.CreateAsync(control, FunctionName);
        await control.PostAsync($"{SampleFunction.Root}/{FunctionName}/aliases", """{"Name":"live","FunctionVersion":"1","Description":"0"}""");
        _functionApi = await SampleApi.CreateLambdaAsync(control, "function", FunctionName + ":live");
        await SampleApi.DeployAsync(control, _functionApi, """{"stageName":"prod"}""");
    }

    /// <summary>Writes until the host does not answer any more.</summary>
    public Task RunAsync(HostProcess host) => Task.WhenAll(
        UntilGoneAsync(host, CreateApiAsync),
        UntilGoneAsync(host, UpdateApiAsync),
        UntilGoneAsync(host, ReleaseAsync),
        UntilGoneAsync(host, MoveAliasAsync),
        UntilGoneAsync(host, _ => InvokeAsync(host)));

    /// <summary>Checks that all that was acknowledged is there, and that every stage is whole and serves.</summary>
    public async Task VerifyAsync(HostProcess host)
    {
        using var control = new ControlClient(host);
        foreach (var api in _createdApis)
        {
            ((string)(await control.GetAsync($"/restapis/{api}"))["id"]!).ShouldBe(api);
        }

        _description = ShouldBeAcknowledgedOrNext(_description, (await control.GetAsync($"/restapis/{_updatedApi}"))["description"]);
        _alias = ShouldBeAcknowledgedOrNext(_alias, (await control.GetAsync($"{SampleFunction.Root}/{FunctionName}/aliases/live"))["Description"]);
        foreach (var deployment in _deployments)
        {
            await ShouldBeReadableAsync(control, _releasedApi, deployment);
        }

        if (_base is not null)
        {
            await ShouldBeWholeAsync(control, host);
        }

        (await InvokeAsync(host)).ShouldBeOneOf("v1", "v2");
    }

    private static int ShouldBeAcknowledgedOrNext(int acknowledged, JsonNode? found)
    {
        // What was on its way when the host died may have happened or not.
        var number = found is null ? 0 : int.Parse((string)found!, CultureInfo.InvariantCulture);
        number.ShouldBeInRange(acknowledged, acknowledged + 1);
        return number;
    }

    private static async Task ShouldBeReadableAsync(ControlClient control, string api, string deployment) =>
        (await control.GetAsync($"/restapis/{api}/deployments/{deployment}?embed=apisummary"))["apiSummary"]!.AsObject().Count.ShouldBe(1);

    private async Task UntilGoneAsync(HostProcess host, Func<ControlClient, Task> write)
    {
        using var control = new ControlClient(host);
        try
        {
            while (true)
            {
                await write(control);
                lock (this)
                {
                    Acknowledged++;
                }
            }
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null)
        {
            // The host is gone.
        }
    }

    private async Task CreateApiAsync(ControlClient control) =>
        _createdApis.Add((string)(await control.PostAsync("/restapis", """{"name":"created"}"""))["id"]!);

    private async Task UpdateApiAsync(ControlClient control)
    {
        await control.PatchAsync($"/restapis/{_updatedApi}", Replace("/description", _description + 1));
        _description++;
    }

    private async Task ReleaseAsync(ControlClient control)
    {
        _base = await SampleApi.DeployAsync(control, _releasedApi, """{"stageName":"prod"}""");
        _deployments.Add(_base);
        _canary = await SampleApi.DeployAsync(control, _releasedApi, """{"stageName":"prod","canarySettings":{"percentTraffic":50}}""");
        _deployments.Add(_canary);
        await control.PostAsync($"/restapis/{_releasedApi}/stages/prod/canary/promotion", "{}");
        (_base, _canary) = (_canary, null);
    }

    private async Task MoveAliasAsync(ControlClient control)
    {
        var next = _alias + 1;
        await control.PutAsync($"{SampleFunction.Root}/{FunctionName}/aliases/live", $$"""{"FunctionVersion":"{{1 + (next % 2)}}","Description":"{{next}}"}""");
        _alias = next;
    }

    private async Task<string> InvokeAsync(HostProcess host)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(host.Gateway, $"{_functionApi}/prod/"));
    }

    private async Task ShouldBeWholeAsync(ControlClient control, HostProcess host)
    {
        var stage = await control.GetAsync($"/restapis/{_releasedApi}/stages/prod");
        var served = (string)stage["deploymentId"]!;
        var canary = (string?)stage["canarySettings"]?["deploymentId"];
        ShouldBeAcknowledgedOrNext(served, canary);
        await ShouldBeReadableAsync(control, _releasedApi, served);
        if (canary is not null)
        {
            await ShouldBeReadableAsync(control, _releasedApi, canary);

            // A stage with a canary takes plain deployments as canaries: end it for the next round.
            await control.PatchAsync($"/restapis/{_releasedApi}/stages/prod", """{"patchOperations":[{"op":"remove","path":"/canarySettings"}]}""");
        }

        (_base, _canary) = (served, null);
        using var client = new HttpClient();
        for (var i = 0; i < 20; i++)
        {
            (await client.GetStringAsync(new Uri(host.Gateway, $"{_releasedApi}/prod/"))).ShouldBe("""{"n":"0"}""");
        }
    }

    private void ShouldBeAcknowledgedOrNext(string served, string? canary)
    {
        var asAcknowledged = served == _base && canary == _canary;
        var nextIsDeployed = _canary is null && canary is null && !_deployments.Contains(served);
        var nextIsCanary = _canary is null && served == _base && canary is not null && !_deployments.Contains(canary);
        var nextIsPromoted = _canary is not null && served == _canary && canary is null;
        (asAcknowledged || nextIsDeployed || nextIsCanary || nextIsPromoted).ShouldBeTrue(
            $"the stage serves {served} and {canary}, acknowledged were {_base} and {_canary}");
    }

    private static string Replace(string path, int value) => $$"""{"patchOperations":[{"op":"replace","path":"{{path}}","value":"{{value}}"}]}""";
}
