using System.Text.Json.Nodes;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Storage.Access;
using ControlPlane.Testing;

namespace ControlPlane.Gateway.Tests.Admission;

public sealed class ApiKeyTests
{
    private const string Value = "a-key-of-twenty-and-more-characters";
    private const string Forbidden = """{"message":"Forbidden"}""";
    private const string Judge = "arn:aws:lambda:us-east-1:123456789012:function:judge";
    private const string Hello = "arn:aws:lambda:us-east-1:123456789012:function:hello";

    private readonly VirtualClock _clock = new();
    private readonly FakeAccessSource _access = new();

    [Fact]
    public async Task The_holder_of_a_key_of_the_stage_gets_in_and_the_backend_hears_of_it()
    {
        await using var host = await StartAsync(Plan(), Key());
        (await GetAsync(host, Value)).Status.ShouldBe(200);
        var identity = JsonNode.Parse(host.Lambda.PayloadOf(Hello))!["requestContext"]!["identity"]!;
        (identity["apiKey"]!.ToString(), identity["apiKeyId"]!.ToString()).ShouldBe((Value, "key0000001"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("another-key-of-twenty-and-more-characters")]
    [InlineData("A-key-of-twenty-and-more-characters")]
    public async Task Others_do_not(string? value)
    {
        await using var host = await StartAsync(Plan(), Key());
        (await GetAsync(host, value)).ShouldBe((403, Forbidden));
    }

    [Fact]
    public async Task A_key_that_is_disabled_or_has_no_plan_for_the_stage_does_not()
    {
        await using var host = await StartAsync(Plan(), Key() with { Enabled = false });
        (await GetAsync(host, Value)).ShouldBe((403, Forbidden));
        _access.Put(Key() with { UsagePlanIds = [] });
        host.Gateway.AccessChanged();
        (await GetAsync(host, Value)).ShouldBe((403, Forbidden));
        _access.Put(Key());
        _access.Put(Plan() with { ApiStages = [new UsagePlanStage(Sample.ApiId, "test")] });
        host.Gateway.AccessChanged();
        (await GetAsync(host, Value)).ShouldBe((403, Forbidden));
        _access.Put(Plan());
        host.Gateway.AccessChanged();
        (await GetAsync(host, Value)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_key_is_read_once_and_one_that_is_none_as_well()
    {
        await using var host = await StartAsync(Plan(), Key());
        for (var i = 0; i < 3; i++)
        {
            await GetAsync(host, Value);
            await GetAsync(host, "another-key-of-twenty-and-more-characters");
        }

        _access.KeyReads.ShouldBe(2);
    }

    [Fact]
    public async Task Without_notifications_a_change_is_seen_within_two_seconds()
    {
        await using var host = await StartAsync(Plan(), Key(), TimeSpan.FromSeconds(1));
        (await GetAsync(host, Value)).Status.ShouldBe(200);
        _access.Put(Key() with { Enabled = false });
        _access.Mark++;
        _clock.Advance(2.1);
        (await GetAsync(host, Value)).ShouldBe((403, Forbidden));
    }

    [Fact]
    public async Task A_store_that_is_down_leaves_known_keys_serving()
    {
        await using var host = await StartAsync(Plan(), Key(), TimeSpan.FromSeconds(1));
        (await GetAsync(host, Value)).Status.ShouldBe(200);
        _access.Fails = true;
        _clock.Advance(60);
        (await GetAsync(host, Value)).Status.ShouldBe(200);
        host.Gateway.AccessChanged();
        (await GetAsync(host, Value)).Status.ShouldBe(200);
        (await GetAsync(host, "another-key-of-twenty-and-more-characters")).Status.ShouldBe(503);
        _access.Fails = false;
        _clock.Advance(60);
        (await GetAsync(host, "another-key-of-twenty-and-more-characters")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_plan_throttles_each_of_its_keys_and_methods_apart()
    {
        var stage = new UsagePlanStage(Sample.ApiId, "prod") { Throttle = new Dictionary<string, ThrottleSettings> { ["/y/GET"] = new(1, 1) } };
        await using var host = await StartAsync(Plan() with { Throttle = new ThrottleSettings(1, 2), ApiStages = [stage] }, Key());
        var other = Key() with { Id = "key0000002", Value = "another-key-of-twenty-and-more-characters" };
        _access.Put(other);
        (await StatusesAsync(host, Value, "/x", 3)).ShouldBe([200, 200, 429]);
        (await GetAsync(host, Value)).ShouldBe((429, """{"message":"Too Many Requests"}"""));
        (await StatusesAsync(host, Value, "/y", 2)).ShouldBe([200, 429]);
        (await StatusesAsync(host, other.Value, "/x", 3)).ShouldBe([200, 200, 429]);
        _clock.Advance(1);
        (await StatusesAsync(host, Value, "/x", 2)).ShouldBe([200, 429]);
    }

    [Fact]
    public async Task A_quota_counts_what_is_let_through_until_its_period_ends()
    {
        await using var host = await StartAsync(Plan() with { Quota = new QuotaSettings(3, 0, QuotaPeriod.Day) }, Key());
        (await StatusesAsync(host, Value, "/x", 4)).ShouldBe([200, 200, 200, 429]);
        (await GetAsync(host, Value)).ShouldBe((429, """{"message":"Limit Exceeded"}"""));
        await host.Gateway.FlushAsync();
        _access.Used("plan01", "key0000001").ShouldBe(3);
        _clock.Advance(12 * 3600);
        (await StatusesAsync(host, Value, "/x", 4)).ShouldBe([200, 200, 200, 429]);
        await host.Gateway.FlushAsync();
        _access.Used("plan01", "key0000001").ShouldBe(6);
    }

    [Fact]
    public async Task What_other_routers_and_earlier_processes_counted_counts()
    {
        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        _access.Add("plan01", "key0000001", new DailyUsage(today, 8, 0));
        await using var host = await StartAsync(Plan() with { Quota = new QuotaSettings(10, 0, QuotaPeriod.Month) }, Key());
        (await GetAsync(host, Value)).Status.ShouldBe(200);
        await host.Gateway.FlushAsync();
        _access.Add("plan01", "key0000001", new DailyUsage(today, 1, 0));
        (await GetAsync(host, Value)).Status.ShouldBe(200, "what others counted is not known yet");
        await host.Gateway.FlushAsync();
        (await GetAsync(host, Value)).Status.ShouldBe(429);
        _access.Add("plan01", "key0000001", new DailyUsage(today, 0, 2));
        await host.Gateway.FlushAsync();
        (await StatusesAsync(host, Value, "/x", 2)).ShouldBe([200, 429]);
    }

    [Fact]
    public async Task Counts_reach_the_store_in_batches_and_survive_its_failures()
    {
        await using var host = await StartAsync(Plan(), Key());
        (await StatusesAsync(host, Value, "/x", 50)).ShouldAllBe(status => status == 200);
        await host.Gateway.FlushAsync();
        _access.Used("plan01", "key0000001").ShouldBe(50);
        _access.Adds.ShouldBeLessThan(5);
        _access.Fails = true;
        await StatusesAsync(host, Value, "/x", 5);
        await host.Gateway.FlushAsync();
        _access.Used("plan01", "key0000001").ShouldBe(50);
        _access.Fails = false;
        await host.Gateway.FlushAsync();
        _access.Used("plan01", "key0000001").ShouldBe(55);
    }

    [Fact]
    public async Task An_authorizer_can_name_the_key()
    {
        await using var host = await StartAsync(Plan(), Key(), byAuthorizer: true);
        string Verdict(string key) =>
            $$"""{"principalId":"me","policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"} },"usageIdentifierKey":{{key}}}""";
        host.Lambda.Answer = (function, payload) => function != Judge ? null : Verdict(payload.Contains("good", StringComparison.Ordinal) ? $"\"{Value}\"" : "null");
        (await GetAsync(host, null, ("Authorization", "good"))).Status.ShouldBe(200);
        (await GetAsync(host, Value, ("Authorization", "bad"))).ShouldBe((403, Forbidden));
    }

    private static ApiKey Key() => new()
    {
        Id = "key0000001",
        Value = Value,
        Enabled = true,
        CreatedDate = DateTimeOffset.UnixEpoch,
        LastUpdatedDate = DateTimeOffset.UnixEpoch,
        UsagePlanIds = ["plan01"],
    };

    private static UsagePlan Plan() => new() { Id = "plan01", Name = "basic", ApiStages = [new UsagePlanStage(Sample.ApiId, "prod")] };

    private static async Task<(int Status, string Body)> GetAsync(GatewayHost host, string? value, params (string Name, string Value)[] headers)
    {
        using var response = await host.SendAsync(HttpMethod.Get, "/x", null, value is null ? headers : [("x-api-key", value), .. headers]);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<List<int>> StatusesAsync(GatewayHost host, string value, string path, int count)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            using var response = await host.SendAsync(HttpMethod.Get, path, null, ("X-API-Key", value));
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }

    private Task<GatewayHost> StartAsync(UsagePlan plan, ApiKey key, TimeSpan? revalidate = null, bool byAuthorizer = false)
    {
        _access.Put(plan);
        _access.Put(key);
        var method = Sample.Method("GET", Sample.LambdaProxy()) with
        {
            ApiKeyRequired = true,
            AuthorizationType = byAuthorizer ? AuthorizationType.Custom : AuthorizationType.None,
            AuthorizerId = "auth01",
        };
        var api = Sample.Api(Sample.Resource("/x", method), Sample.Resource("/y", method)) with
        {
            ApiKeySource = byAuthorizer ? ApiKeySource.Authorizer : ApiKeySource.Header,
            Authorizers =
            [
                new Authorizer
                {
                    Id = "auth01",
                    Name = "judge",
                    Type = AuthorizerType.Token,
                    AuthorizerUri = $"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{Judge}/invocations",
                },
            ],
        };
        return GatewayHost.StartAsync(api, new GatewayOptions { RevalidateEvery = revalidate }, new GatewayCollaborators { Time = _clock, Access = _access });
    }
}
