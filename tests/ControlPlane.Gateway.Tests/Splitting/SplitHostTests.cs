using System.Text.Json.Nodes;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Splitting;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Gateway.Tests.Hosting.FunctionUrls;

namespace ControlPlane.Gateway.Tests.Splitting;

/// <summary>Splitting as clients and backends see it, over both adapters.</summary>
public sealed class SplitHostTests
{
    private const string Secret = "let-me-in-please";

    [Fact]
    public async Task The_variant_is_in_the_response_header_whoever_answers_and_the_backend_cannot_change_it()
    {
        await using var backend = await EchoBackend.StartAsync();
        backend.Answer = context =>
        {
            context.Response.Headers["X-Variant"] = "mine";
            return Task.CompletedTask;
        };
        await using var host = await StartAsync(backend, new CanaryAffinity { By = AffinityKey.Header, Name = "X-User", ResponseHeader = "X-Variant" });
        var hash = new StickyHash("salt");
        foreach (var user in Enumerable.Range(0, 20).Select(i => $"user-{i}"))
        {
            foreach (var path in new[] { "/x", "/missing" })
            {
                using var response = await host.SendAsync(HttpMethod.Get, path, null, ("X-User", user));
                response.Headers.GetValues("X-Variant").ShouldBe([hash.PlaceOf(user) < 50 ? "canary" : "base"]);
            }
        }
    }

    [Fact]
    public async Task The_cookie_is_set_beside_the_backends_own_and_keeps_the_client_where_it_is()
    {
        await using var backend = await EchoBackend.StartAsync();
        backend.Answer = context =>
        {
            context.Response.Headers.SetCookie = "session=1";
            return Task.CompletedTask;
        };
        await using var host = await StartAsync(backend, CookieAffinity());
        using var first = await host.GetAsync("/x");
        var cookies = first.Headers.GetValues("Set-Cookie").ToArray();
        cookies.Length.ShouldBe(2);
        cookies[0].ShouldBe("session=1");
        cookies[1].ShouldMatch("^who=[A-Za-z0-9_-]{22}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax$");
        var variant = first.Headers.GetValues("X-Variant").Single();
        for (var i = 0; i < 5; i++)
        {
            using var next = await host.SendAsync(HttpMethod.Get, "/x", null, ("Cookie", $"other=2; {cookies[1].Split(';')[0]}"));
            next.Headers.GetValues("Set-Cookie").ShouldBe(["session=1"]);
            next.Headers.GetValues("X-Variant").ShouldBe([variant]);
        }
    }

    [Fact]
    public async Task Behind_a_function_URL_the_cookie_comes_and_goes_as_events_have_it()
    {
        using var host = new FunctionUrlHost();
        host.Source.Put("dep002", Sample.Api(Sample.Resource("/x", Sample.Method("GET", Sample.Mock("hello")))));
        host.Source.Put(Stage(CookieAffinity()), 2);

        var first = await host.SendAsync(SampleEvents.FunctionUrl().ToJsonString());
        var cookie = first.Cookies.ShouldHaveSingleItem();
        cookie.ShouldMatch("^who=[A-Za-z0-9_-]{22}; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax$");
        var next = await host.SendAsync(SampleEvents.FunctionUrl().With("cookies", new JsonArray("a=b", cookie.Split(';')[0])).ToJsonString());
        next.Cookies.ShouldBeEmpty();
        next.Headers["X-Variant"].ShouldBe(first.Headers["X-Variant"]);
    }

    [Fact]
    public async Task The_overrides_header_reaches_neither_backend_nor_log()
    {
        var loggers = new RecordingLoggers();
        await using var backend = await EchoBackend.StartAsync();
        await using var host = await StartAsync(
            backend, new CanaryAffinity { Override = CanaryOverride.Create("X-Canary", Secret), ResponseHeader = "X-Variant" }, percent: 0, loggers: loggers);
        foreach (var (value, variant) in new[] { ($"{Secret}=canary", "canary"), (Secret, "canary"), ($"{Secret}=base", "base"), ("wrong-secret-here", "base") })
        {
            using var response = await host.SendAsync(HttpMethod.Get, "/x", null, ("X-Canary", value), ("X-Kept", "1"));
            response.Headers.GetValues("X-Variant").ShouldBe([variant]);
            backend.Headers.ShouldContainKey("X-Kept");
            backend.Headers.ShouldNotContainKey("X-Canary");
        }

        loggers.Lines.ShouldContain(line => line.Category.StartsWith("Stage.", StringComparison.Ordinal));
        loggers.Lines.ShouldAllBe(line => !line.Text.Contains(Secret) && !line.Fields.Values.Any(value => $"{value}".Contains(Secret)));
    }

    [Fact]
    public async Task A_function_URLs_override_is_in_no_event()
    {
        using var host = new FunctionUrlHost(Sample.Method("GET", Sample.LambdaProxy()));
        host.Source.Put("dep002", Sample.Api(Sample.Resource("/x", Sample.Method("GET", Sample.LambdaProxy()))));
        host.Source.Put(Stage(new CanaryAffinity { Override = CanaryOverride.Create("X-Canary", Secret), ResponseHeader = "X-Variant" }, 0), 2);
        var response = await host.SendAsync(SampleEvents.FunctionUrl().WithHeader("x-canary", Secret).ToJsonString());
        response.Headers["X-Variant"].ShouldBe("canary");
        var sent = host.Lambda.Payload.ShouldNotBeNull();
        sent.ShouldNotContain(Secret);
        JsonNode.Parse(sent)!["requestContext"]!["stageVariant"]!.ToString().ShouldBe("canary");
        (await host.SendAsync(SampleEvents.FunctionUrl().WithHeader("x-canary", "no").ToJsonString())).Headers["X-Variant"].ShouldBe("base");
    }

    [Fact]
    public async Task The_access_log_tells_the_variant_and_why()
    {
        var loggers = new RecordingLoggers();
        await using var backend = await EchoBackend.StartAsync();
        await using var host = await StartAsync(backend, new CanaryAffinity
        {
            By = AffinityKey.Header,
            Name = "X-User",
            Override = CanaryOverride.Create("X-Canary", Secret),
            Rules = [new CanaryRule { By = CanaryRuleSubject.Query, Name = "beta", Canary = CanaryRuleEffect.Always }],
        }, percent: 100, loggers: loggers);
        (await host.GetAsync("/x")).Dispose();
        (await host.GetAsync("/x?beta")).Dispose();
        (await host.SendAsync(HttpMethod.Get, "/x", null, ("X-User", "alice"))).Dispose();
        (await host.SendAsync(HttpMethod.Get, "/x", null, ("X-Canary", $"{Secret}=base"))).Dispose();

        var expected = new[] { "base missing false", "canary rule true", "canary sticky true", "base override false" };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Lines().Length < expected.Length)
        {
            await Task.Delay(20, patience.Token);
        }

        Lines().ShouldBe(expected);

        string[] Lines() => [.. loggers.Lines.Where(line => line.Category.StartsWith("AccessLog.", StringComparison.Ordinal)).Select(line => line.Text.Trim())];
    }

    private static CanaryAffinity CookieAffinity() => new()
    {
        By = AffinityKey.Cookie,
        Name = "who",
        Cookie = new AffinityCookie { MaxAgeSeconds = 3600, Path = "/" },
        ResponseHeader = "X-Variant",
    };

    private static Stage Stage(CanaryAffinity affinity, double percent = 50, string backend = "") =>
        Sample.Stage(canary: new CanarySettings { DeploymentId = "dep002", PercentTraffic = percent, Salt = "salt" }, variables: ("backend", backend)) with
        {
            CanaryAffinity = affinity,
            AccessLogSettings = new AccessLogSettings("arn:aws:logs:us-east-1:123456789012:log-group:access", "$context.stageVariant $context.stageVariantReason $context.isCanaryRequest"),
        };

    private static async Task<GatewayHost> StartAsync(EchoBackend backend, CanaryAffinity affinity, double percent = 50, RecordingLoggers? loggers = null)
    {
        var document = Sample.Api(Sample.Resource("/x", Sample.Method("GET", Sample.HttpProxy("${stageVariables.backend}/x"))));
        var host = await GatewayHost.StartAsync(document, new GatewayOptions { StageLogLevel = StageLogLevel.Debug }, loggers: loggers);
        host.Source.Put("dep002", document);
        host.Source.Put(Stage(affinity, percent, backend.Address), 2);
        host.Gateway.StageChanged(Sample.ApiId, "prod");
        return host;
    }
}
