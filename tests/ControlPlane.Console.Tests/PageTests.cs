using ControlPlane.Client.Stages;
using ControlPlane.WebConsole.Tests.Hosting;
using Microsoft.Playwright;

namespace ControlPlane.WebConsole.Tests;

[Collection(SharedConsole.Name)]
public sealed class PageTests(ConsoleHost host)
{
    [Theory]
    [InlineData(360, false)]
    [InlineData(360, true)]
    [InlineData(1920, false)]
    [InlineData(1920, true)]
    public async Task Every_page_fits_and_is_accessible(int width, bool isDark)
    {
        var api = await BusyApiAsync($"orders-{width}-{isDark}");
        var deployments = (await host.Client.GetDeploymentsAsync(api)).Item.Select(deployment => deployment.Id).ToList();
        await using var tab = await host.OpenAsync(width, isDark);

        foreach (var (name, path) in new (string, string)[]
        {
            ("apis", ""), ("stages", $"apis/{api}"), ("resources", $"apis/{api}/resources"), ("deployments", $"apis/{api}/deployments"), ("api-settings", $"apis/{api}/settings"),
            ("diff", $"apis/{api}/deployments/{deployments[0]}/diff/{deployments[^1]}"), ("functions", "functions"), ("not-found", "nowhere"), ("rollout", $"apis/{api}/stages/prod/rollout"), ("doctor", $"apis/{api}/stages/prod/doctor"),
            ("overview", $"apis/{api}/stages/prod"), ("canary", $"apis/{api}/stages/prod/canary"), ("variables", $"apis/{api}/stages/prod/variables"), ("settings", $"apis/{api}/stages/prod/settings"),
            ("logs", $"apis/{api}/stages/prod/logs"), ("metrics", $"apis/{api}/stages/prod/metrics"), ("explain", $"apis/{api}/stages/prod/explain?path=/"), ("history", $"apis/{api}/stages/prod/history"),
            ("export", $"apis/{api}/stages/prod/export"), ("tags", $"apis/{api}/stages/prod/tags"), ("no-canary", $"apis/{api}/stages/quiet/canary"),
        })
        {
            await tab.GoAsync("/" + path);
            await tab.ScreenshotAsync($"{name}-{width}{(isDark ? "-dark" : "")}");
            await tab.FitsAsync();

            // Rules about colours and about layouts hold or fail in two of the four as in all; checking takes longer than the page.
            if (isDark == width > 1000)
            {
                await tab.IsAccessibleAsync();
            }
        }

        await tab.GoAsync($"/apis/{api}/stages/prod/canary");
        await tab.PressAsync("Promote");
        await tab.ScreenshotAsync($"dialog-{width}{(isDark ? "-dark" : "")}");
        await tab.IsAccessibleAsync();
        tab.Troubles.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">")]
    [InlineData("\u202eevil\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \"quoted\" 'single' & <b>")]
    [InlineData("{long}")]
    public async Task Hostile_names_are_only_texts(string name)
    {
        name = name == "{long}" ? string.Concat(Enumerable.Repeat("averylongnamewithoutblanks", 30)) : name;
        var api = await host.CreateApiAsync(name);
        var stage = new string('s', 100);
        await host.Client.CreateDeploymentAsync(api, new() { StageName = stage, Description = name });
        await host.Client.TagAsync($"arn:aws:apigateway:us-east-1::/restapis/{api}", new Dictionary<string, string> { ["owner"] = "<i>x</i>\"'" });
        foreach (var width in new[] { 360, 1280 })
        {
            await using var tab = await host.OpenAsync(width);
            foreach (var path in new[] { $"?q={api}", $"apis/{api}", $"apis/{api}/deployments", $"apis/{api}/settings", $"apis/{api}/stages/{stage}", $"apis/{api}/stages/{stage}/history" })
            {
                await tab.GoAsync("/" + path);
                (await tab.Page.TitleAsync()).ShouldNotBe("owned");
                (await tab.Page.Locator("main img, main script, main i, main b").CountAsync()).ShouldBe(0);
                await tab.FitsAsync();
            }

            await tab.GoAsync($"/apis/{api}");
            (await tab.Page.Locator("h1").TextContentAsync()).ShouldBe(name);
            tab.Troubles.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Errors_say_what_AWS_says_and_what_to_do()
    {
        var api = await host.CreateApiAsync("errors");
        await using var tab = await (await host.OpenAsync()).GoAsync("/apis/nothere123");
        await tab.SeesAsync("Invalid API identifier specified");
        await tab.SeesAsync("It may have been deleted meanwhile");

        // What the form itself would hold back, so that the API's own refusal shows.
        await tab.GoAsync($"/apis/{api}/stages/prod/variables");
        await tab.Page.GetByLabel("Name of a new one").FillAsync("not a name!");
        await tab.Page.GetByLabel("Value of the new one").FillAsync("kept");
        await tab.PressAsync("Save variables");
        await tab.SeesAsync("BadRequestException");
        await tab.SeesAsync("Correct what the message names");
        (await tab.Page.GetByLabel("Value of the new one").InputValueAsync()).ShouldBe("kept");
    }

    [Fact]
    public async Task Settings_variables_tags_and_log_levels_are_saved()
    {
        var api = await host.CreateApiAsync("saved");
        await using var tab = await (await host.OpenAsync()).GoAsync($"/apis/{api}/stages/prod/variables");
        await tab.Page.GetByLabel("Name of a new one").FillAsync("alias");
        await tab.Page.GetByLabel("Value of the new one").FillAsync("live");
        await tab.PressAsync("Save variables");
        await tab.SeesAsync("The variables are saved");
        await tab.Page.GetByLabel("Value of alias").FillAsync("blue");
        await tab.PressAsync("Save variables");
        await tab.SeesAsync("The variables are saved");
        (await host.Client.GetStageAsync(api, "prod")).Value.Variables["alias"].ShouldBe("blue");
        await tab.Page.GetByLabel("Remove alias").CheckAsync();
        await tab.PressAsync("Save variables");
        await tab.SeesAsync("No stage variables yet");

        await tab.GoAsync($"/apis/{api}/stages/prod/settings");
        await tab.Page.GetByLabel("Description").FillAsync("for everybody");
        await tab.Page.GetByLabel("Tracing").CheckAsync();
        await tab.PressAsync("Save settings");
        await tab.SeesAsync("The settings are saved");
        await tab.Page.GetByLabel("Requests per second").First.FillAsync("500");
        await tab.PressAsync("Save");
        await tab.SeesAsync("The settings are saved");
        var stage = (await host.Client.GetStageAsync(api, "prod")).Value;
        (stage.Description, stage.TracingEnabled, stage.MethodSettings["*/*"].ThrottlingRateLimit).ShouldBe(("for everybody", true, 500));

        await tab.GoAsync($"/apis/{api}/stages/prod/tags");
        await tab.Page.GetByLabel("Name of a new one").FillAsync("team");
        await tab.Page.GetByLabel("Value of the new one").FillAsync("orders");
        await tab.PressAsync("Save tags");
        await tab.SeesAsync("The tags are saved");
        (await host.Client.GetStageAsync(api, "prod")).Value.Tags["team"].ShouldBe("orders");

        await tab.GoAsync($"/apis/{api}/stages/prod/logs");
        await tab.Page.GetByLabel("Failed requests log everything").CheckAsync();
        await tab.PressAsync("Set the log level");
        await tab.SeesAsync("in 00:09:");
        (await host.Client.GetLogLevelAsync(api, "prod")).Value.Level.ShouldBe("DEBUG");
        await tab.PressAsync("Take the log level back");
        await tab.SeesAsync("the host's default");
    }

    [Fact]
    public async Task Apis_are_created_imported_exported_protected_and_deleted()
    {
        await using var tab = await (await host.OpenAsync()).GoAsync("/");
        await tab.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("by hand");
        await tab.PressAsync("Create");
        await tab.SeesAsync("The API is there");

        await tab.GoAsync("/");
        await tab.Page.GetByLabel("OpenAPI 3.0 or Swagger 2.0, JSON or YAML").SetInputFilesAsync(new FilePayload
        {
            Name = "api.json",
            MimeType = "application/json",
            Buffer = """{"openapi":"3.0.1","info":{"title":"imported","version":"1"},"paths":{"/pets":{"get":{"responses":{"200":{"description":"ok"}},"x-amazon-apigateway-integration":{"type":"mock"}}}}}"""u8.ToArray(),
        });
        await tab.PressAsync("Import as a new API");
        await tab.SeesAsync("/pets");

        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Stages", Exact = true }).ClickAsync();
        await tab.Page.GetByLabel("Stage: one that is there").FillAsync("live");
        await tab.PressAsync("Deploy");
        await tab.SeesAsync("Deployed. The stage serves the new deployment.");
        await tab.PressAsync("Protect against deletion");
        await tab.SeesAsync("The stage cannot be deleted now");
        await tab.PressAsync("End the protection");
        await tab.ConfirmAsync("End the protection");
        await tab.SeesAsync("The stage can be deleted again");

        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Export", Exact = true }).ClickAsync();
        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.PressAsync("Save as OpenAPI 3.0"));
        (await File.ReadAllTextAsync(await download.PathAsync())).ShouldContain("/pets");
        download.SuggestedFilename.ShouldEndWith(".json");

        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Overview", Exact = true }).ClickAsync();
        await tab.PressAsync("Delete the stage");
        await tab.ConfirmAsync("Delete the stage");
        await tab.SeesAsync("The stage is deleted");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Settings", Exact = true }).ClickAsync();
        await tab.PressAsync("Delete this API");
        await tab.ConfirmAsync("Delete the API");
        await tab.SeesAsync("The API is deleted");
    }

    private async Task<string> BusyApiAsync(string name)
    {
        var api = await host.CreateApiAsync(name, "quiet");
        await host.Client.CreateDeploymentAsync(api, new() { StageName = "prod", Description = "release 1" });
        await host.Client.UpdateStageAsync(
            api, "prod", [PatchOperation.Replace("/variables/alias", "live"), PatchOperation.Replace("/~1/GET/throttling/rateLimit", "100"), PatchOperation.Replace("/tracingEnabled", "true")]);
        await host.Client.PutLogLevelAsync(api, "prod", new("INFO") { TtlSeconds = 600 });
        await host.AnswerAsync(api, 500);
        await host.Client.CreateDeploymentAsync(api, new() { StageName = "prod", Description = "release 2", CanarySettings = new(30) });
        await host.RequestAsync(api, "prod", 40);
        return api;
    }
}
