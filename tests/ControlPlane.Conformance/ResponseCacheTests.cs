using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>The response cache of a stage, switched by the AWS CLI. Each answer of the backend names the request it was made for.</summary>
public abstract class ResponseCacheTests(RunningHost host) : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_stages_cache_is_switched_filled_told_apart_and_flushed()
    {
        await Requirements.AwsCliAsync();
        using var control = new ControlClient(host.Process);
        var api = await CreateAsync(control, "cached");
        (await AskAsync(api, "?q=1")).ShouldNotBe(await AskAsync(api, "?q=1"), "no cache yet");

        var stage = JsonNode.Parse(await UpdateAsync(
            api, "op=replace,path=/cacheClusterEnabled,value=true", "op=replace,path=/cacheClusterSize,value=0.5", "op=replace,path=/*/*/caching/enabled,value=true"))!;
        ((string?)stage["cacheClusterStatus"], (string?)stage["cacheClusterSize"]).ShouldBe(("AVAILABLE", "0.5"));
        var first = await AskAsync(api, "?q=1");
        (await AskAsync(api, "?q=1&other=1")).ShouldBe(first);
        var other = await AskAsync(api, "?q=2");
        other.ShouldNotBe(first);
        (await AskAsync(api, "?q=2")).ShouldBe(other);

        await AwsCli.ApiGatewayAsync(host.Process, "flush-stage-cache", "--rest-api-id", api, "--stage-name", "prod");
        var flushed = await UntilAsync(() => AskAsync(api, "?q=1"), answer => answer != first);
        (await AskAsync(api, "?q=1")).ShouldBe(flushed);
        var history = await control.GetAsync($"/restapis/{api}/stages/prod/history");
        history["item"]![0]!["changes"]![0]!["path"]!.ToString().ShouldBe("/cache/data/flushes");

        var explained = await control.PostAsync($"/restapis/{api}/stages/prod/explain", """{"path":"/"}""");
        explained["variants"]![0]!["method"]!["cache"]!["cacheKeyParameters"]!.ToJsonString().ShouldBe("""["method.request.querystring.q"]""");

        await UpdateAsync(api, "op=replace,path=/*/*/caching/enabled,value=false");
        await UntilAsync(async () => (await AskAsync(api, "?q=1"), await AskAsync(api, "?q=1")), answers => answers.Item1 != answers.Item2);
    }

    [Fact]
    public async Task Responses_are_kept_as_long_as_the_method_says()
    {
        await Requirements.AwsCliAsync();
        using var control = new ControlClient(host.Process);
        var api = await CreateAsync(control, "short");
        await UpdateAsync(
            api, "op=replace,path=/cacheClusterEnabled,value=true", "op=replace,path=/~1/GET/caching/enabled,value=true", "op=replace,path=/~1/GET/caching/ttlInSeconds,value=2");
        var first = await UntilAsync(() => AskAsync(api), async answer => answer == await AskAsync(api));
        await UntilAsync(() => AskAsync(api), answer => answer != first);
        await UpdateAsync(api, "op=replace,path=/~1/GET/caching/ttlInSeconds,value=0");
        await UntilAsync(async () => (await AskAsync(api), await AskAsync(api)), answers => answers.Item1 != answers.Item2);
    }

    [Fact]
    public async Task A_caller_may_ask_for_a_fresh_response_as_the_method_says()
    {
        await Requirements.AwsCliAsync();
        using var control = new ControlClient(host.Process);
        var api = await CreateAsync(control, "invalidated");
        await UpdateAsync(api, "op=replace,path=/cacheClusterEnabled,value=true", "op=replace,path=/*/*/caching/enabled,value=true");
        var first = await AskAsync(api);

        using (var warned = await RefreshAsync(api))
        {
            (await warned.Content.ReadAsStringAsync()).ShouldBe(first);
            warned.Headers.NonValidated["Warning"].ToString().ShouldBe("199 Cache-control headers were ignored because the caller was unauthorized.");
        }

        await UpdateAsync(api, "op=replace,path=/*/*/caching/unauthorizedCacheControlHeaderStrategy,value=SUCCEED_WITHOUT_RESPONSE_HEADER");
        await UntilAsync(() => RefreshAsync(api), response => !response.Headers.Contains("Warning"));
        (await AskAsync(api)).ShouldBe(first);
        await UpdateAsync(api, "op=replace,path=/*/*/caching/unauthorizedCacheControlHeaderStrategy,value=FAIL_WITH_403");
        await UntilAsync(() => RefreshAsync(api), response => response.StatusCode == HttpStatusCode.Forbidden);
        (await AskAsync(api)).ShouldBe(first);
        await UpdateAsync(api, "op=replace,path=/*/*/caching/requireAuthorizationForCacheControl,value=false");
        using var fresh = await UntilAsync(() => RefreshAsync(api), response => response.StatusCode == HttpStatusCode.OK);
        var replaced = await fresh.Content.ReadAsStringAsync();
        replaced.ShouldNotBe(first);
        (await AskAsync(api)).ShouldBe(replaced);
    }

    [Fact]
    public async Task A_canary_has_a_cache_of_its_own_unless_it_uses_the_stages_and_both_are_counted()
    {
        await Requirements.AwsCliAsync();
        using var control = new ControlClient(host.Process);
        var api = await CreateAsync(control, "canary-cache");
        await UpdateAsync(api, "op=replace,path=/cacheClusterEnabled,value=true", "op=replace,path=/*/*/caching/enabled,value=true");
        var served = await AskAsync(api);
        (await AskAsync(api)).ShouldBe(served);
        await UpdateAsync(api, "op=replace,path=/canarySettings/percentTraffic,value=100");
        var canary = await UntilAsync(() => AskAsync(api), answer => answer != served);
        (await AskAsync(api)).ShouldBe(canary);

        await UntilAsync(
            () => control.GetAsync($"/restapis/{api}/stages/prod/metrics?minutes=1440"),
            metrics => (long)metrics["base"]!["cacheMisses"]! == 1 && (long)metrics["base"]!["cacheHits"]! >= 1
                && (long)metrics["canary"]!["cacheMisses"]! == 1 && (long)metrics["canary"]!["cacheHits"]! >= 1);
        await UpdateAsync(api, "op=replace,path=/canarySettings/useStageCache,value=true");
        await UntilAsync(() => AskAsync(api), answer => answer == served);
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isGood) => await UntilAsync(ask, answer => Task.FromResult(isGood(answer)));

    // Hosts that share a table see a change within two seconds.
    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, Task<bool>> isGood)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (await isGood(answer))
            {
                return answer;
            }

            Stopwatch.GetElapsedTime(since).ShouldBeLessThan(_patience, $"the last answer was {answer}");
            await Task.Delay(20);
        }
    }

    private static async Task<string> CreateAsync(ControlClient control, string name)
    {
        var api = await SampleApi.CreateMockAsync(control, name);
        var method = await SampleApi.RootMethodAsync(control, api);
        await control.PatchAsync(method, """{"patchOperations":[{"op":"add","path":"/requestParameters/method.request.querystring.q","value":"false"}]}""");
        await control.PutAsync(
            $"{method}/integration",
            """{"type":"MOCK","requestTemplates":{"application/json":"{\"statusCode\":200}"},"cacheKeyParameters":["method.request.querystring.q"]}""");
        await control.PutAsync($"{method}/integration/responses/200", """{"responseTemplates":{"application/json":"$context.requestId"}}""");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
        return api;
    }

    private Task<string> AskAsync(string api, string query = "") => _client.GetStringAsync(new Uri(host.Process.Gateway, $"/{api}/prod/{query}"));

    private Task<HttpResponseMessage> RefreshAsync(string api)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Process.Gateway, $"/{api}/prod/"));
        request.Headers.TryAddWithoutValidation("Cache-Control", "max-age=0");
        return _client.SendAsync(request);
    }

    private Task<string> UpdateAsync(string api, params string[] operations) =>
        AwsCli.ApiGatewayAsync(host.Process, ["update-stage", "--rest-api-id", api, "--stage-name", "prod", "--patch-operations", .. operations]);
}

public sealed class ResponseCacheTestsOnSqlite(SqliteHost host) : ResponseCacheTests(host), IClassFixture<SqliteHost>;

public sealed class ResponseCacheTestsOnDynamoDb(DynamoDbHost host) : ResponseCacheTests(host), IClassFixture<DynamoDbHost>;
