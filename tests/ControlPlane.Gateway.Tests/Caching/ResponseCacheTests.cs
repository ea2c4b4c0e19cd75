using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Caching;

public sealed class ResponseCacheTests
{
    [Fact]
    public async Task A_second_request_gets_the_kept_response_and_ids_of_its_own()
    {
        await using var host = await CachingHost.StartAsync();
        host.Answer = number => CachingHost.Response(202, $"{number}", ("X-Kept", "yes"), ("Content-Type", "text/plain"));
        using var first = await host.Gateway.GetAsync("/x");
        using var second = await host.Gateway.GetAsync("/x");
        (await second.Content.ReadAsStringAsync()).ShouldBe("1");
        ((int)second.StatusCode).ShouldBe(202);
        second.Headers.GetValues("X-Kept").ShouldBe(["yes"]);
        second.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        foreach (var own in new[] { "x-amzn-RequestId", "x-amz-apigw-id", "X-Amzn-Trace-Id" })
        {
            second.Headers.GetValues(own).ShouldHaveSingleItem().ShouldNotBe(first.Headers.GetValues(own).Single(), own);
        }

        host.Asked.ShouldBe(1);
        await Eventually.HoldsAsync(() => host.Outcomes.Count == 2);
        host.Outcomes.ShouldBe([CacheOutcome.Miss, CacheOutcome.Hit]);
    }

    [Fact]
    public async Task A_response_is_served_until_its_time_is_over()
    {
        await using var host = await CachingHost.StartAsync(stage: CachingHost.Stage(new MethodSetting(cacheTtlInSeconds: 60) { CachingEnabled = true }));
        (await host.GetAsync()).ShouldBe("1");
        host.Clock.Advance(59.9);
        (await host.GetAsync()).ShouldBe("1");
        host.Clock.Advance(0.2);
        (await host.GetAsync()).ShouldBe("2");
        host.Clock.Advance(59.9);
        (await host.GetAsync()).ShouldBe("2");
    }

    [Fact]
    public async Task Nothing_is_kept_where_caching_is_off()
    {
        await using var host = await CachingHost.StartAsync();
        foreach (var off in new[]
        {
            CachingHost.Stage() with { CacheClusterEnabled = false },
            CachingHost.Stage(new MethodSetting()),
            CachingHost.Stage(new MethodSetting(cacheTtlInSeconds: 0) { CachingEnabled = true }),
            CachingHost.Stage() with { MethodSettings = new Dictionary<string, MethodSetting> { ["*/*"] = CachingHost.On, ["~1x/GET"] = new() } },
        })
        {
            host.Put(off);
            var asked = host.Asked;
            await host.GetAsync();
            await host.GetAsync();
            host.Asked.ShouldBe(asked + 2);
        }

        await Eventually.HoldsAsync(() => host.Outcomes.Count == 8);
        host.Outcomes.ShouldAllBe(outcome => outcome == CacheOutcome.None);
    }

    [Theory]
    [InlineData("*/*", "POST", "/x", 2)]
    [InlineData("*/*", "GET", "/any", 1)]
    [InlineData("*/*", "PUT", "/any", 2)]
    [InlineData("~1x/POST", "POST", "/x", 1)]
    [InlineData("~1any/ANY", "PUT", "/any", 1)]
    public async Task Other_verbs_than_GET_need_a_setting_of_their_own(string key, string verb, string path, int asked)
    {
        await using var host = await CachingHost.StartAsync(stage: CachingHost.Stage(key: key));
        for (var i = 0; i < 2; i++)
        {
            using var response = await host.Gateway.SendAsync(new HttpMethod(verb), path);
        }

        host.Asked.ShouldBe(asked);
    }

    [Fact]
    public async Task Verbs_do_not_share_and_one_that_is_overridden_is_not_kept()
    {
        await using var host = await CachingHost.StartAsync(stage: CachingHost.Stage(key: "~1any/ANY"));
        foreach (var verb in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Get, HttpMethod.Put })
        {
            using var response = await host.Gateway.SendAsync(verb, "/any");
        }

        host.Asked.ShouldBe(2);
        using var overridden = await host.Gateway.SendAsync(HttpMethod.Head, "/any", null, ("X-HTTP-Method-Override", "GET"));
        host.Asked.ShouldBe(3);
        (await host.GetAsync("/any")).ShouldBe("1", "a response without its body must not take the place of the whole one");
    }

    [Theory]
    [InlineData(200, 1)]
    [InlineData(301, 1)]
    [InlineData(404, 1)]
    [InlineData(429, 1)]
    [InlineData(206, 2)]
    [InlineData(304, 2)]
    [InlineData(500, 2)]
    [InlineData(503, 2)]
    public async Task Failures_and_answers_to_a_condition_are_not_kept(int status, int asked)
    {
        await using var host = await CachingHost.StartAsync();
        host.Answer = _ => CachingHost.Response(status, "");
        for (var i = 0; i < 2; i++)
        {
            using var response = await host.Gateway.GetAsync("/x");
            ((int)response.StatusCode).ShouldBe(status);
        }

        host.Asked.ShouldBe(asked);
    }

    [Fact]
    public async Task What_sets_a_cookie_or_fails_in_the_gateway_is_not_kept()
    {
        await using var host = await CachingHost.StartAsync();
        host.Answer = _ => CachingHost.Response(200, "", ("Set-Cookie", "session=1"));
        await host.GetAsync();
        await host.GetAsync();
        host.Answer = _ => "no response";
        await host.GetAsync();
        await host.GetAsync();
        host.Asked.ShouldBe(4);
    }

    [Fact]
    public async Task A_flush_a_new_deployment_and_a_new_stage_of_the_same_name_begin_empty()
    {
        await using var host = await CachingHost.StartAsync();
        var stage = CachingHost.Stage();
        (await host.GetAsync()).ShouldBe("1");
        host.Put(stage with { Description = "changed" });
        (await host.GetAsync()).ShouldBe("1", "a change of something else");
        host.Put(stage with { CacheFlushes = 1 });
        (await host.GetAsync()).ShouldBe("2", "a flush");
        host.Put(stage with { CacheFlushes = 1, DeploymentId = "dep002" });
        (await host.GetAsync()).ShouldBe("3", "a deployment");
        host.Put(stage with { CacheFlushes = 1, DeploymentId = "dep002", CreatedDate = stage.CreatedDate.AddDays(1) });
        (await host.GetAsync()).ShouldBe("4", "another stage");
        (await host.GetAsync()).ShouldBe("4");
    }

    [Theory]
    [InlineData(false, "dep001", "2")]
    [InlineData(true, "dep001", "1")]
    [InlineData(true, "dep002", "2")]
    public async Task A_canary_has_its_own_cache_unless_it_uses_the_stages(bool uses, string deployment, string expected)
    {
        await using var host = await CachingHost.StartAsync();
        var canary = new CanarySettings { DeploymentId = deployment, PercentTraffic = 100, UseStageCache = uses };
        (await host.GetAsync()).ShouldBe("1");
        host.Put(CachingHost.Stage() with { CanarySettings = canary });
        (await host.GetAsync()).ShouldBe(expected);
        (await host.GetAsync()).ShouldBe(expected);
        host.Put(CachingHost.Stage() with { CanarySettings = canary with { PercentTraffic = 0 } });
        (await host.GetAsync()).ShouldBe("1");
    }

    [Theory]
    [InlineData(1024 * 1024, 1)]
    [InlineData((1024 * 1024) + 1, 2)]
    public async Task Responses_over_a_megabyte_are_not_kept(int bytes, int asked)
    {
        await using var backend = await EchoBackend.StartAsync();
        var requests = 0;
        backend.Answer = async context =>
        {
            Interlocked.Increment(ref requests);
            await context.Response.Body.WriteAsync(new byte[bytes]);
        };
        await using var host = await GatewayHost.StartAsync(Sample.Method("GET", Sample.HttpProxy(backend.Address)));
        host.Source.Put(CachingHost.Stage());
        for (var i = 0; i < 2; i++)
        {
            using var response = await host.GetAsync("/x");
            (await response.Content.ReadAsByteArrayAsync()).Length.ShouldBe(bytes);
        }

        requests.ShouldBe(asked);
    }

    [Fact]
    public async Task Callers_get_a_kept_response_in_their_own_coding()
    {
        await using var host = await GatewayHost.StartAsync(
            Sample.Api(Sample.Resource("/x", Sample.Method("GET", Sample.LambdaProxy()))) with { MinimumCompressionSize = 0 });
        host.Source.Put(CachingHost.Stage());
        host.Lambda.Result = CachingHost.Response(200, "text");
        using var zipped = await host.SendAsync(HttpMethod.Get, "/x", null, ("Accept-Encoding", "gzip"));
        using var plain = await host.SendAsync(HttpMethod.Get, "/x");
        using var deflated = await host.SendAsync(HttpMethod.Get, "/x", null, ("Accept-Encoding", "deflate"));
        zipped.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        plain.Content.Headers.ContentEncoding.ShouldBeEmpty();
        (await plain.Content.ReadAsStringAsync()).ShouldBe("text");
        deflated.Content.Headers.ContentEncoding.ShouldBe(["deflate"]);
        host.Lambda.Invoked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_coding_of_the_backend_is_served_to_those_who_know_it_alone()
    {
        await using var backend = await EchoBackend.StartAsync();
        backend.Answer = context =>
        {
            var coding = context.Request.Headers.AcceptEncoding.ToString();
            context.Response.Headers.ContentEncoding = coding.Length == 0 ? default : coding;
            return context.Response.Body.WriteAsync(coding.Length == 0 ? "plain"u8.ToArray() : "coded"u8.ToArray()).AsTask();
        };
        await using var host = await GatewayHost.StartAsync(Sample.Method("GET", Sample.HttpProxy(backend.Address)));
        host.Source.Put(CachingHost.Stage());
        foreach (var (accepted, expected) in new[] { ("br", "coded"), ("gzip, br", "coded"), ("", "plain"), ("br", "plain") })
        {
            using var response = accepted.Length == 0
                ? await host.SendAsync(HttpMethod.Get, "/x")
                : await host.SendAsync(HttpMethod.Get, "/x", null, ("Accept-Encoding", accepted));
            (await response.Content.ReadAsStringAsync()).ShouldBe(expected, $"for {accepted}");
        }
    }

    [Fact]
    public async Task Several_values_of_a_header_stay_several()
    {
        await using var backend = await EchoBackend.StartAsync();
        backend.Answer = context =>
        {
            context.Response.Headers["X-Many"] = new Microsoft.Extensions.Primitives.StringValues(["one, first", "two"]);
            return Task.CompletedTask;
        };
        await using var host = await GatewayHost.StartAsync(Sample.Method("GET", Sample.HttpProxy(backend.Address)));
        host.Source.Put(CachingHost.Stage());
        for (var i = 0; i < 2; i++)
        {
            using var response = await host.GetAsync("/x");
            response.Headers.GetValues("X-Many").ShouldBe(["one, first", "two"]);
            backend.Answer = _ => throw new InvalidOperationException("The backend is not to be asked again.");
        }
    }

    [Fact]
    public async Task Execution_logs_tell_of_a_hit_and_of_no_backend()
    {
        await using var host = await CachingHost.StartAsync(
            stage: CachingHost.Stage(new MethodSetting { CachingEnabled = true, LoggingLevel = LoggingLevel.Info, DataTraceEnabled = true }));
        await host.GetAsync();
        var before = host.Loggers.Lines.Count;
        await host.GetAsync();
        await Eventually.HoldsAsync(() => host.Loggers.Lines.Count(line => line.Text.Contains("Method completed", StringComparison.Ordinal)) == 2);
        var lines = host.Loggers.Lines.Skip(before).Select(line => line.Text).ToList();
        lines.ShouldContain(line => line.Contains("Received response from cache. Status: 200", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("Method response body after transformations: 1", StringComparison.Ordinal));
        lines.ShouldNotContain(line => line.Contains("Sending request to", StringComparison.Ordinal));
    }
}
