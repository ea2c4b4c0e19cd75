using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>What API keys have used outlives the host that counted it; driven by the AWS CLI.</summary>
public abstract class QuotaTests(StoreKind store) : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose()
    {
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_quota_outlives_the_host()
    {
        await Requirements.AwsCliAsync();
        var options = await Store.OptionsAsync(store);
        string api, value;
        await using (var host = await HostProcess.StartAsync(_data.Path, options))
        {
            using var control = new ControlClient(host);
            api = await SampleApi.CreateMockAsync(control, "counted");
            await control.PatchAsync(await SampleApi.RootMethodAsync(control, api), """{"patchOperations":[{"op":"replace","path":"/apiKeyRequired","value":"true"}]}""");
            await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
            var plan = await AwsAsync(host, "create-usage-plan", "--name", "few", "--api-stages", $"apiId={api},stage=prod", "--quota", "limit=5,period=MONTH");
            var key = await AwsAsync(host, "create-api-key", "--name", "k", "--enabled");
            await AwsAsync(host, "create-usage-plan-key", "--usage-plan-id", (string)plan["id"]!, "--key-id", (string)key["id"]!, "--key-type", "API_KEY");
            value = (string)key["value"]!;
            (await AskAsync(host, api, value, 3)).ShouldBe([200, 200, 200]);
            (await host.StopAsync("TERM")).ShouldBe(0);
        }

        await using (var host = await HostProcess.StartAsync(_data.Path, options))
        {
            (await AskAsync(host, api, value, 3)).ShouldBe([200, 200, 429]);
            var shown = (await AwsAsync(host, "get-api-keys", "--include-values"))["items"]!.AsArray().Single()!;
            ((string?)shown["value"]).ShouldBe(value);
            host.Errors.ShouldNotContain(value);
        }
    }

    private static async Task<List<int>> AskAsync(HostProcess host, string api, string value, int count)
    {
        using var client = new HttpClient();
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Gateway, $"/{api}/prod/"));
            request.Headers.TryAddWithoutValidation("X-API-Key", value);
            using var response = await client.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }

    private static async Task<JsonObject> AwsAsync(HostProcess host, params string[] arguments) =>
        JsonNode.Parse(await AwsCli.ApiGatewayAsync(host, arguments))!.AsObject();
}

public sealed class QuotaTestsOnSqlite() : QuotaTests(StoreKind.Sqlite);

public sealed class QuotaTestsOnDynamoDb() : QuotaTests(StoreKind.DynamoDb);
