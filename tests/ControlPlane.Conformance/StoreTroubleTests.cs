using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>A host whose DynamoDB makes trouble: callers are told so, nothing is half written, and stages are served on.</summary>
public sealed class StoreTroubleTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _data = new();
    private TroubledDynamoDb _dynamoDb = null!;
    private HostProcess _host = null!;

    public async Task InitializeAsync()
    {
        _dynamoDb = new TroubledDynamoDb(await Dynalite.UrlAsync());
        _host = await HostProcess.StartAsync(_data.Path, "--store", "dynamodb", "--table", Dynalite.NewTableName(), "--create-table", "--dynamodb-url", _dynamoDb.Url.ToString());
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose()
    {
        _dynamoDb.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Trouble_is_told_and_passes()
    {
        using var control = new ControlClient(_host);
        var api = await SampleApi.CreateMockAsync(control, "served");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
        await ShouldServeAsync(api);
        var before = (await control.GetAsync("/restapis")).ToJsonString();
        var stage = (await control.GetAsync($"/restapis/{api}/stages/prod")).ToJsonString();

        foreach (var (trouble, status, type, logged) in new[]
        {
            (Trouble.Throttles, 429, "TooManyRequestsException", "DynamoDB throttles requests"),
            (Trouble.Hangs, 503, "ServiceUnavailableException", "DynamoDB did not answer in time"),
            (Trouble.IsGone, 503, "ServiceUnavailableException", "DynamoDB cannot be reached"),
        })
        {
            _dynamoDb.Trouble = trouble;
            await Task.WhenAll(
                ShouldRefuseAsync(status, type, HttpMethod.Post, "/restapis", """{"name":"new"}"""),
                ShouldRefuseAsync(status, type, HttpMethod.Get, $"/restapis/{api}", null),
                ShouldRefuseAsync(status, type, HttpMethod.Post, $"/restapis/{api}/deployments", """{"stageName":"prod"}"""),
                ShouldServeAsync(api));
            await ShouldServeAsync(api);
            _host.Errors.ShouldContain(logged);

            _dynamoDb.Trouble = Trouble.None;
            (await control.GetAsync("/restapis")).ToJsonString().ShouldBe(before);
            (await control.GetAsync($"/restapis/{api}/stages/prod")).ToJsonString().ShouldBe(stage);
            await ShouldServeAsync(api);
        }

        await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
    }

    private async Task ShouldRefuseAsync(int status, string type, HttpMethod method, string path, string? body)
    {
        using var client = new HttpClient { BaseAddress = _host.Control };
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Headers.GetValues("x-amzn-ErrorType").Single().ShouldBe(type);
        response.Headers.RetryAfter.ShouldNotBeNull().ToString().ShouldBe("1");
        ((string)JsonNode.Parse(text)!["message"]!).ShouldNotContain("DynamoDB");
    }

    private async Task ShouldServeAsync(string api)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(_host.Gateway, $"{api}/prod/"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"n":"0"}""");
    }
}
