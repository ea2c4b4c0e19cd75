using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>The web ACL of a stage, as its callers meet it.</summary>
public abstract class WebAclTests(RunningHost running)
{
    [Fact]
    public async Task Rules_count_at_once_and_say_so_in_the_stage_and_in_the_log()
    {
        var host = running.Process;
        using var control = new ControlClient(host);
        using var client = new HttpClient();
        var api = await SampleApi.CreateMockAsync(control, "shielded");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
        var path = $"/restapis/{api}/stages/prod";
        (await StatusAsync(client, host, api)).ShouldBe(200);

        await control.PutAsync($"{path}/webacl", """
            {"name":"edge","defaultAction":"ALLOW","rules":[
              {"name":"tenants","priority":5,"action":"BLOCK","statement":{"rateBased":{"limit":3,"evaluationWindowSeconds":600,"aggregateKey":"HEADER","headerName":"X-Tenant"}}},
              {"name":"abroad","priority":1,"action":"BLOCK","statement":{"and":[{"ipSet":{"addresses":["127.0.0.0/8","::1/128"]}},{"geoMatch":{"countryCodes":["XX"]}}]}},
              {"name":"queries","priority":2,"action":"BLOCK","statement":{"sizeConstraint":{"fieldToMatch":"QUERY_STRING","comparisonOperator":"GE","size":100}}}]}
            """);
        var shown = await ShownAsync(host, api);
        ((string?)shown["webAclArn"]).ShouldNotBeNull().ShouldStartWith("arn:aws:wafv2:us-east-1:123456789012:regional/webacl/edge/");
        (await StatusAsync(client, host, api)).ShouldBe(200);
        (await StatusAsync(client, host, api, header: ("CloudFront-Viewer-Country", "XX"))).ShouldBe(403);
        (await StatusAsync(client, host, api, header: ("CloudFront-Viewer-Country", "YY"))).ShouldBe(200);
        (await StatusAsync(client, host, api, "?" + new string('a', 100))).ShouldBe(403);
        (await StatusesAsync(client, host, api, ("X-Tenant", "a"), 5)).ShouldBe([200, 200, 200, 403, 403]);
        (await StatusesAsync(client, host, api, ("X-Tenant", "b"), 2)).ShouldBe([200, 200]);
        await UntilAsync(() => host.Errors.Contains("The rule abroad of the web ACL edge blocks the request.", StringComparison.Ordinal));

        await control.PatchAsync(path, """{"patchOperations":[{"op":"replace","path":"/description","value":"changed"}]}""");
        (await StatusesAsync(client, host, api, ("X-Tenant", "a"), 1)).ShouldBe([403], "a change of something else lets nobody start anew");
        await control.SendAsync(HttpMethod.Delete, $"{path}/webacl");
        (await StatusesAsync(client, host, api, ("X-Tenant", "a"), 5)).ShouldAllBe(status => status == 200);
        (await control.GetAsync(path)).ContainsKey("webAclArn").ShouldBeFalse();
    }

    private static async Task<JsonObject> ShownAsync(HostProcess host, string api)
    {
        await Requirements.AwsCliAsync();
        return JsonNode.Parse(await AwsCli.ApiGatewayAsync(host, "get-stage", "--rest-api-id", api, "--stage-name", "prod"))!.AsObject();
    }

    private static async Task<int> StatusAsync(HttpClient client, HostProcess host, string api, string query = "", (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Gateway, $"/{api}/prod/{query}"));
        if (header is var (name, value))
        {
            request.Headers.Add(name, value);
        }

        using var response = await client.SendAsync(request);
        if ((int)response.StatusCode == 403)
        {
            (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Forbidden"}""");
        }

        return (int)response.StatusCode;
    }

    private static async Task<List<int>> StatusesAsync(HttpClient client, HostProcess host, string api, (string Name, string Value) header, int count)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            statuses.Add(await StatusAsync(client, host, api, header: header));
        }

        return statuses;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}

/// <summary>On SQLite.</summary>
public sealed class WebAclTestsOnSqlite(SqliteHost host) : WebAclTests(host), IClassFixture<SqliteHost>;

/// <summary>On DynamoDB.</summary>
public sealed class WebAclTestsOnDynamoDb(DynamoDbHost host) : WebAclTests(host), IClassFixture<DynamoDbHost>;
