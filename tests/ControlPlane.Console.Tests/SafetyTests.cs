using System.Net;
using ControlPlane.WebConsole.Tests.Hosting;

namespace ControlPlane.WebConsole.Tests;

[Collection(SharedConsole.Name)]
public sealed class SafetyTests(ConsoleHost host)
{
    [Fact]
    public async Task Pages_run_no_script_but_their_own_file_and_stand_in_no_frame()
    {
        using var http = new HttpClient();
        using var page = await http.GetAsync(new Uri(host.Control, "/console"));

        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        page.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldNotContain("style=");
        html.ShouldNotContain(" onclick");
        System.Text.RegularExpressions.Regex.Count(html, "<script").ShouldBe(1);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_form_of_another_site_changes_nothing(string? header, string? value)
    {
        using var http = new HttpClient();
        var name = $"forged-{header}-{value?.Length}";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Control, "/console/"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["action"] = "api.create", ["name"] = name }),
        };
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        using var answer = await http.SendAsync(request);

        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Forbidden);
        (await host.Client.GetRestApisAsync(limit: 500)).Item.ShouldNotContain(api => api.Name == name);
    }

    [Fact]
    public async Task Another_name_of_the_host_is_refused()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Control, "/console"));
        request.Headers.Host = "evil.example";

        (await http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
