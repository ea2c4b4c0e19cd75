using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Admission;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Caching;

public sealed class InvalidationTests
{
    private const string Warning = "199 Cache-control headers were ignored because the caller was unauthorized.";

    [Theory]
    [InlineData("max-age=0", "2")]
    [InlineData("no-transform, MAX-AGE=0", "2")]
    [InlineData("no-cache", "1")]
    [InlineData("no-store", "1")]
    [InlineData("max-age=01", "1")]
    [InlineData("max-age=10", "1")]
    public async Task Max_age_0_replaces_the_entry_and_no_other_directive_counts(string directive, string expected)
    {
        await using var host = await CachingHost.StartAsync(stage: Stage(requires: false));
        (await host.GetAsync()).ShouldBe("1");
        (await host.GetAsync("/x", ("Cache-Control", directive))).ShouldBe(expected);
        (await host.GetAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task A_replacement_lives_as_long_as_a_first_one_and_counts_as_a_miss()
    {
        await using var host = await CachingHost.StartAsync(stage: Stage(requires: false));
        await host.GetAsync();
        host.Clock.Advance(200);
        (await host.GetAsync("/x", ("Cache-Control", "max-age=0"))).ShouldBe("2");
        host.Clock.Advance(200);
        (await host.GetAsync()).ShouldBe("2");
        await Eventually.HoldsAsync(() => host.Outcomes.Count == 3);
        host.Outcomes.ShouldBe([CacheOutcome.Miss, CacheOutcome.Miss, CacheOutcome.Hit]);
    }

    [Fact]
    public async Task A_fresh_response_that_is_none_to_keep_leaves_the_entry()
    {
        await using var host = await CachingHost.StartAsync(stage: Stage(requires: false));
        await host.GetAsync();
        host.Answer = _ => CachingHost.Response(500, "down");
        (await host.GetAsync("/x", ("Cache-Control", "max-age=0"))).ShouldBe("down");
        (await host.GetAsync()).ShouldBe("1");
    }

    [Theory]
    [InlineData(UnauthorizedCacheControlHeaderStrategy.SucceedWithResponseHeader, Warning)]
    [InlineData(UnauthorizedCacheControlHeaderStrategy.SucceedWithoutResponseHeader, null)]
    public async Task A_caller_who_may_not_is_served_as_if_he_had_not_asked(UnauthorizedCacheControlHeaderStrategy strategy, string? warning)
    {
        await using var host = await CachingHost.StartAsync(stage: Stage(requires: true, strategy));
        for (var i = 0; i < 2; i++)
        {
            using var response = await host.Gateway.SendAsync(HttpMethod.Get, "/x", null, ("Cache-Control", "max-age=0"));
            (await response.Content.ReadAsStringAsync()).ShouldBe("1");
            response.Headers.TryGetValues("Warning", out var warnings);
            warnings?.Single().ShouldBe(warning);
            (warnings is null).ShouldBe(warning is null);
        }

        using var other = await host.Gateway.GetAsync("/x");
        other.Headers.Contains("Warning").ShouldBeFalse("it was another caller's");
        host.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task Or_is_refused()
    {
        await using var host = await CachingHost.StartAsync(stage: Stage(requires: true, UnauthorizedCacheControlHeaderStrategy.FailWith403));
        await host.GetAsync();
        using var response = await host.Gateway.SendAsync(HttpMethod.Get, "/x", null, ("Cache-Control", "max-age=0"));
        ((int)response.StatusCode).ShouldBe(403);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["AccessDeniedException"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            """{"Message":"User: anonymous is not authorized to perform: execute-api:InvalidateCache on resource: arn:aws:execute-api:us-east-1:********9012:abcdefghij/prod/GET/x"}""");
        (await host.GetAsync()).ShouldBe("1");
        host.Asked.ShouldBe(1);
    }

    [Theory]
    [InlineData("execute-api:InvalidateCache", "Allow", true, true)]
    [InlineData("execute-api:*", "Allow", true, true)]
    [InlineData("execute-api:InvalidateCache", "Allow", false, false)]
    [InlineData("execute-api:Invoke", "Allow", true, false)]
    [InlineData("execute-api:InvalidateCache", "Deny", true, false)]
    public void Who_may_is_whom_AWS_has_verified_and_the_APIs_policy_names(string action, string effect, bool isVerified, bool may)
    {
        var policy = new ResourcePolicy(
            $$"""{"Statement":[{"Effect":"{{effect}}","Principal":"*","Action":"{{action}}","Resource":"execute-api:/prod/GET/*"}]}""",
            Sample.ApiId,
            new MethodArn("us-east-1", "123456789012"));
        var request = FakeExchange.Matched("GET", "/pets/1");
        request.Caller = isVerified ? new AdmittedCaller { Iam = new VerifiedCaller(null, "123456789012", null, null, "arn:aws:iam::123456789012:user/me", null) } : null;
        policy.AllowsCacheInvalidation(request).ShouldBe(may);
    }

    private static Stage Stage(
        bool requires, UnauthorizedCacheControlHeaderStrategy strategy = UnauthorizedCacheControlHeaderStrategy.SucceedWithResponseHeader) =>
        CachingHost.Stage(new MethodSetting(requireAuthorizationForCacheControl: requires, unauthorizedCacheControlHeaderStrategy: strategy) { CachingEnabled = true });
}
