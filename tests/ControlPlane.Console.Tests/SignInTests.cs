using System.Net;
using ControlPlane.Client;
using ControlPlane.Lambda.Signing;
using ControlPlane.WebConsole.Tests.Hosting;
using Microsoft.Playwright;

namespace ControlPlane.WebConsole.Tests;

[Collection(SharedConsole.Name)]
public sealed class SignInTests(ConsoleHost shared, KeyedHost host) : IClassFixture<KeyedHost>
{
    [Fact]
    public async Task Nobody_sees_anything_without_a_key()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        foreach (var path in new[] { "", "/", "/apis/a", "/functions", "/openapi.json", "/apis/a/stages/b/export/oas30" })
        {
            using var answer = await http.GetAsync(new Uri(host.Control, "/console" + path));
            answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, path);
            answer.Headers.Location!.ToString().ShouldStartWith("/console/sign-in?return=");
        }

        using var post = await http.PostAsync(new Uri(host.Control, "/console/"), new FormUrlEncodedContent([KeyValuePair.Create("action", "api.create")]));
        post.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_key_opens_the_page_that_was_asked_for_and_its_owner_is_in_the_history()
    {
        await using var tab = await shared.Browser.OpenAsync(host.Control);
        await tab.GoAsync("/functions");
        await SignInAsync(tab, KeyedHost.WriterId, "wrong/secret/of/some+length");
        await tab.SeesAsync("The API does not accept the key");
        await SignInAsync(tab, KeyedHost.WriterId, KeyedHost.WriterSecret);
        await tab.SeesAsync("Lambda functions");
        await Assertions.Expect(tab.Page.Locator(".who")).ToContainTextAsync("deployer");
        var cookie = (await tab.Context.CookiesAsync()).Single(cookie => cookie.Name.StartsWith("controlplane-session", StringComparison.Ordinal));
        (cookie.HttpOnly, cookie.SameSite, cookie.Path).ShouldBe((true, SameSiteAttribute.Strict, "/console"));
        cookie.Value.ShouldNotContain(KeyedHost.WriterId);

        await tab.GoAsync("/");
        await tab.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("signed");
        await tab.PressAsync("Create");
        await tab.SeesAsync("The API is there");
        await tab.PressAsync("Sign out");
        await tab.SeesAsync("Sign in");
        await tab.GoAsync("/");
        await tab.SeesAsync("Sign in");
        host.Process.Errors.ShouldNotContain(KeyedHost.WriterSecret);
    }

    [Fact]
    public async Task A_key_that_may_only_read_shows_no_buttons_that_change_anything()
    {
        using var http = new HttpClient();
        var writer = new ControlPlaneClient(http, host.Control, new RequestSigner(new Amazon.Runtime.BasicAWSCredentials(KeyedHost.WriterId, KeyedHost.WriterSecret), "us-east-1", "lambda"), host.Control);
        var document = """{"openapi":"3.0.1","info":{"title":"read-only","version":"1"},"paths":{"/":{"get":{"responses":{"200":{"description":"ok"}},"x-amazon-apigateway-integration":{"type":"mock"}}}}}""";
        var api = (await writer.ImportRestApiAsync(System.Text.Encoding.UTF8.GetBytes(document))).Id;
        await writer.CreateDeploymentAsync(api, new() { StageName = "prod" });
        await writer.CreateDeploymentAsync(api, new() { StageName = "prod", CanarySettings = new(10) });
        await using var tab = await shared.Browser.OpenAsync(host.Control);
        await tab.GoAsync("/");
        await SignInAsync(tab, KeyedHost.ReaderId, KeyedHost.ReaderSecret);
        await Assertions.Expect(tab.Page.Locator(".who")).ToContainTextAsync("read-only");

        foreach (var path in new[] { "", $"apis/{api}", $"apis/{api}/deployments", $"apis/{api}/settings" }.Concat(
            new[] { "", "canary", "variables", "settings", "logs", "metrics", "explain", "rollout", "doctor", "history", "export", "tags" }.Select(name => $"apis/{api}/stages/prod/{name}")))
        {
            await tab.GoAsync("/" + path);
            (await tab.Page.Locator("main form[method=post], main dialog").CountAsync()).ShouldBe(0, path);
        }
    }

    private static async Task SignInAsync(Tab tab, string id, string secret)
    {
        await tab.Page.GetByLabel("Access key id").FillAsync(id);
        await tab.Page.GetByLabel("Secret access key").FillAsync(secret);
        await tab.PressAsync("Sign in");
    }
}
