namespace ControlPlane.Gateway.Tests.Caching;

public sealed class CacheKeyTests
{
    [Theory]
    [InlineData("method.request.querystring.q", "/x?q=1", "/x?q=2")]
    [InlineData("method.request.querystring.q", "/x?q=1", "/x")]
    [InlineData("method.request.querystring.q", "/x?q=", "/x")]
    [InlineData("method.request.querystring.q", "/x?q=1", "/x?q=1&%71=2")]
    [InlineData("method.request.querystring.q", "/x?q=1&q=2", "/x?q=2")]
    [InlineData("method.request.querystring.q", "/x?q=1%262", "/x?q=1&q=2")]
    [InlineData("method.request.multivaluequerystring.q", "/x?q=1&q=2", "/x?q=1")]
    [InlineData("method.request.path.id", "/x/1", "/x/2")]
    [InlineData("integration.request.querystring.mapped", "/x?q=1", "/x?q=2")]
    [InlineData("integration.request.header.Whole", "/x?a=1", "/any?a=1")]
    public async Task A_key_parameter_tells_responses_apart(string parameter, string one, string other)
    {
        await using var host = await StartAsync(parameter);
        (await host.GetAsync(one)).ShouldBe("1");
        (await host.GetAsync(other)).ShouldBe("2");
        (await host.GetAsync(one)).ShouldBe("1");
        (await host.GetAsync(other)).ShouldBe("2");
    }

    [Theory]
    [InlineData("method.request.querystring.q", "/x?q=1", "/x?p=1&q=1&r")]
    [InlineData("method.request.querystring.q", "/x?q=a%20b", "/x?%71=a+b")]
    [InlineData("method.request.querystring.q", "/x", "/x?Q=1")]
    [InlineData("method.request.path.id", "/x/1", "/x/1?q=2")]
    [InlineData("method.request.header.X-Key", "/x?q=1", "/x?q=2")]
    public async Task What_is_no_key_parameter_does_not(string parameter, string one, string other)
    {
        await using var host = await StartAsync(parameter);
        (await host.GetAsync(one)).ShouldBe("1");
        (await host.GetAsync(other)).ShouldBe("1");
    }

    [Fact]
    public async Task Headers_tell_apart_by_all_of_their_values()
    {
        await using var host = await StartAsync("method.request.header.X-Key");
        (await host.GetAsync("/x", ("X-Key", "a"))).ShouldBe("1");
        (await host.GetAsync("/x", ("x-key", "b"))).ShouldBe("2");
        (await host.GetAsync("/x", ("X-Key", "a"), ("X-Key", "b"))).ShouldBe("3");
        (await host.GetAsync("/x")).ShouldBe("4");
        (await host.GetAsync("/x", ("x-key", "a"), ("X-Other", "c"))).ShouldBe("1");
    }

    [Fact]
    public async Task Values_cannot_be_moved_from_one_parameter_to_the_next()
    {
        await using var host = await StartAsync("method.request.querystring.a", "method.request.querystring.b");
        var answers = new List<string>();
        foreach (var query in new[] { "a=1&b=2", "a=12", "a=1&a=2", "b=12", "a=1%012&b", "a=1%02%01&b=2", "a=&b=12" })
        {
            answers.Add(await host.GetAsync($"/x?{query}"));
        }

        answers.ShouldBeUnique();
    }

    [Fact]
    public async Task Long_values_count_to_their_end()
    {
        await using var host = await StartAsync("method.request.querystring.q");
        var text = new string('a', 4000);
        (await host.GetAsync($"/x?q={text}")).ShouldBe("1");
        (await host.GetAsync($"/x?q={text}b")).ShouldBe("2");
        (await host.GetAsync($"/x?q={text}")).ShouldBe("1");
    }

    [Fact]
    public async Task Bodies_and_stage_variables_may_be_key_parameters()
    {
        await using var host = await CachingHost.StartAsync(
            ["integration.request.header.Kind", "integration.request.header.Color"],
            CachingHost.Stage(key: "~1x/POST"),
            integration: integration => integration with
            {
                RequestParameters = new Dictionary<string, string>
                {
                    ["integration.request.header.Kind"] = "method.request.body.kind",
                    ["integration.request.header.Color"] = "stageVariables.color",
                },
            });
        (await PostAsync(host, "cat")).ShouldBe("1");
        (await PostAsync(host, "dog")).ShouldBe("2");
        (await PostAsync(host, "cat")).ShouldBe("1");
        host.Put(CachingHost.Stage(key: "~1x/POST") with { Variables = new Dictionary<string, string> { ["color"] = "red" } });
        (await PostAsync(host, "cat")).ShouldBe("3");
    }

    [Fact]
    public async Task Methods_share_what_has_the_same_namespace()
    {
        await using var apart = await StartAsync("method.request.querystring.q");
        (await apart.GetAsync("/x?q=1")).ShouldBe("1");
        (await apart.GetAsync("/any?q=1")).ShouldBe("2");
        await using var shared = await CachingHost.StartAsync(integration: integration => integration with { CacheNamespace = "all" });
        (await shared.GetAsync("/x")).ShouldBe("1");
        (await shared.GetAsync("/any")).ShouldBe("1");
    }

    [Fact]
    public async Task A_parameter_that_says_nothing_leaves_the_method_uncached_and_is_told()
    {
        await using var host = await StartAsync("integration.request.header.Unmapped");
        (await host.GetAsync()).ShouldBe("1");
        (await host.GetAsync()).ShouldBe("2");
        host.Loggers.Problems.Single().ShouldContain("integration.request.header.Unmapped");
    }

    private static Task<CachingHost> StartAsync(params string[] keys) => CachingHost.StartAsync(
        keys,
        integration: integration => integration with
        {
            RequestParameters = new Dictionary<string, string>
            {
                ["integration.request.querystring.mapped"] = "method.request.querystring.q",
                ["integration.request.header.Whole"] = "context.resourcePath",
            },
        });

    private static async Task<string> PostAsync(CachingHost host, string kind)
    {
        using var content = new StringContent($$"""{"kind":"{{kind}}"}""");
        using var response = await host.Gateway.SendAsync(HttpMethod.Post, "/x", content);
        return await response.Content.ReadAsStringAsync();
    }
}
