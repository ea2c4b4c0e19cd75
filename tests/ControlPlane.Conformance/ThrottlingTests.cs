using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>Limits that the AWS CLI gives a stage, as its callers feel them.</summary>
public sealed class ThrottlingTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_burst_passes_and_what_comes_after_is_told_to_wait()
    {
        await Requirements.AwsCliAsync();
        await using var host = await HostProcess.StartAsync(_data.Path);
        using var control = new ControlClient(host);
        using var client = new HttpClient();
        var api = await SampleApi.CreateMockAsync(control, "throttled");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
        (await StatusesAsync(client, host, api, 20)).ShouldAllBe(status => status == 200);

        // So slow that no token comes while the test runs.
        await UpdateAsync(host, api, "op=replace,path=/*/*/throttling/rateLimit,value=0.0001", "op=replace,path=/*/*/throttling/burstLimit,value=5");
        (await StatusesAsync(client, host, api, 8)).ShouldBe([200, 200, 200, 200, 200, 429, 429, 429]);
        using (var refused = await client.GetAsync(new Uri(host.Gateway, $"/{api}/prod/")))
        {
            (await refused.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Too Many Requests"}""");
            refused.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["TooManyRequestsException"]);
        }

        await UpdateAsync(host, api, "op=replace,path=/description,value=changed");
        (await StatusesAsync(client, host, api, 2)).ShouldBe([429, 429], "a change of something else refills nothing");
        await UpdateAsync(host, api, "op=replace,path=/~1/GET/throttling/burstLimit,value=7");
        (await StatusesAsync(client, host, api, 3)).ShouldBe([200, 200, 429], "the method's own limit counts at once, less what was used");
        await UpdateAsync(host, api, "op=replace,path=/~1/GET/throttling/rateLimit,value=0");
        (await StatusesAsync(client, host, api, 1)).ShouldBe([429]);
        await UpdateAsync(host, api, "op=remove,path=/~1/GET", "op=remove,path=/*/*");
        (await StatusesAsync(client, host, api, 20)).ShouldAllBe(status => status == 200);
    }

    private static async Task<List<int>> StatusesAsync(HttpClient client, HostProcess host, string api, int count)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            using var response = await client.GetAsync(new Uri(host.Gateway, $"/{api}/prod/"));
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }

    private static Task<string> UpdateAsync(HostProcess host, string api, params string[] operations) =>
        AwsCli.ApiGatewayAsync(host, ["update-stage", "--rest-api-id", api, "--stage-name", "prod", "--patch-operations", .. operations]);
}
