using ControlPlane.WebConsole.Tests.Hosting;
using Microsoft.Playwright;

namespace ControlPlane.WebConsole.Tests;

[Collection(SharedConsole.Name)]
public sealed class CanaryWalkThroughTests(ConsoleHost host)
{
    [Fact]
    public async Task A_canary_goes_from_deployment_to_promotion_by_buttons_alone()
    {
        var api = await host.CreateApiAsync("walk-through");
        var first = (await host.Client.GetStageAsync(api, "prod")).Value.DeploymentId;
        await using var tab = await (await host.OpenAsync()).GoAsync("/");

        await tab.Page.GetByLabel("Name or id").FillAsync("walk-thr");
        await tab.PressAsync("Search");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "prod" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Canary", Exact = true }).ClickAsync();
        await tab.SeesAsync("This stage has no canary");
        await tab.PressAsync("Deploy to the canary");
        await tab.SeesAsync("Deployed to the canary");
        var canary = (await host.Client.GetStageAsync(api, "prod")).Value.CanarySettings!;
        canary.PercentTraffic.ShouldBe(10);

        // The slider, by the keys that a person moves it with.
        var slider = tab.Page.GetByRole(AriaRole.Slider);
        await slider.FocusAsync();
        await slider.PressAsync("End");
        await slider.PressAsync("ArrowLeft");
        (await tab.Page.Locator("#percent-number").InputValueAsync()).ShouldBe("99");
        await slider.FillAsync("50");
        await tab.PressAsync("Set the share");
        await tab.SeesAsync("The canary's share is changed");
        (await host.Client.GetStageAsync(api, "prod")).Value.CanarySettings!.PercentTraffic.ShouldBe(50);

        // Requests show by themselves, base and canary side by side.
        await host.RequestAsync(api, "prod", 60);
        await Assertions.Expect(tab.Page.Locator("#side-by-side tbody tr").First).Not.ToContainTextAsync("Base0", new() { Timeout = 30_000 });
        await Assertions.Expect(tab.Page.Locator("#side-by-side figure.chart svg")).ToHaveCountAsync(4, new() { Timeout = 30_000 });
        await tab.ScreenshotAsync("canary-with-traffic");

        await tab.PressAsync("Promote");
        var dialog = tab.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("walk-through");
        await Assertions.Expect(dialog).ToContainTextAsync("prod");
        await Assertions.Expect(dialog).ToContainTextAsync(canary.DeploymentId);
        await tab.ConfirmAsync("Promote");
        await tab.SeesAsync("Promoted.");
        await Assertions.Expect(tab.Page.Locator(".history li").First).ToContainTextAsync("PROMOTION");

        var stage = (await host.Client.GetStageAsync(api, "prod")).Value;
        (stage.DeploymentId, stage.CanarySettings).ShouldBe((canary.DeploymentId, null));
        stage.DeploymentId.ShouldNotBe(first);
        tab.Troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_canary_is_rolled_back_and_everything_at_once_is_asked_about()
    {
        var api = await host.CreateApiAsync("rolled-back");
        var before = (await host.Client.GetStageAsync(api, "prod")).Value.DeploymentId;
        await host.Client.CreateDeploymentAsync(api, new() { StageName = "prod", CanarySettings = new(25) });
        await using var tab = await (await host.OpenAsync()).GoAsync($"/apis/{api}/stages/prod/canary");

        await tab.Page.Locator("#percent-number").FillAsync("100");
        await tab.PressAsync("Set the share");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("All requests of stage prod");
        (await host.Client.GetStageAsync(api, "prod")).Value.CanarySettings!.PercentTraffic.ShouldBe(25);
        await tab.ConfirmAsync("Yes, do it");
        await tab.SeesAsync("The canary's share is changed");
        (await host.Client.GetStageAsync(api, "prod")).Value.CanarySettings!.PercentTraffic.ShouldBe(100);

        await tab.PressAsync("Roll back");
        await tab.ConfirmAsync("Cancel");
        (await host.Client.GetStageAsync(api, "prod")).Value.CanarySettings.ShouldNotBeNull();
        await tab.PressAsync("Roll back");
        await tab.ConfirmAsync("Roll back");
        await tab.SeesAsync("Rolled back.");
        var stage = (await host.Client.GetStageAsync(api, "prod")).Value;
        (stage.DeploymentId, stage.CanarySettings).ShouldBe((before, null));
    }

    [Fact]
    public async Task What_somebody_else_changed_is_a_conflict_and_not_overwritten()
    {
        var api = await host.CreateApiAsync("conflict");
        await host.Client.CreateDeploymentAsync(api, new() { StageName = "prod", CanarySettings = new(10) });
        await using var tab = await (await host.OpenAsync()).GoAsync($"/apis/{api}/stages/prod/canary");

        await host.Client.UpdateStageAsync(api, "prod", [ControlPlane.Client.Stages.PatchOperation.Replace("/canarySettings/percentTraffic", "33.0")]);
        await tab.SeesAsync("This stage was changed since you opened the page");
        await tab.Page.Locator("#percent-number").FillAsync("20");
        await tab.PressAsync("Set the share");

        await tab.SeesAsync("Conflict");
        await tab.SeesAsync("PreconditionFailedException");
        (await tab.Page.Locator("#percent-number").InputValueAsync()).ShouldBe("20");
        await Assertions.Expect(tab.Page.Locator("#share")).ToContainTextAsync("33 %");
        (await host.Client.GetStageAsync(api, "prod")).Value.CanarySettings!.PercentTraffic.ShouldBe(33);
        await tab.ScreenshotAsync("conflict");

        // Now that it was seen, it may be pressed again.
        await tab.PressAsync("Set the share");
        await tab.SeesAsync("The canary's share is changed");
        (await host.Client.GetStageAsync(api, "prod")).Value.CanarySettings!.PercentTraffic.ShouldBe(20);
    }

    [Fact]
    public async Task It_works_with_the_keyboard_alone()
    {
        var api = await host.CreateApiAsync("keyboard");
        await host.Client.CreateDeploymentAsync(api, new() { StageName = "prod", CanarySettings = new(10) });
        await using var tab = await (await host.OpenAsync()).GoAsync($"/apis/{api}/stages/prod/canary");

        await tab.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(tab.Page.GetByText("Skip to the content")).ToBeFocusedAsync();
        await TabToAsync(tab, "Promote");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await TabToAsync(tab, "Promote");
        await tab.Page.Keyboard.PressAsync("Space");
        await tab.SeesAsync("Promoted.");
    }

    private static async Task TabToAsync(Tab tab, string text)
    {
        for (var i = 0; i < 60; i++)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            if (await tab.Page.EvaluateAsync<string>("() => document.activeElement?.textContent?.trim() ?? ''") == text)
            {
                return;
            }
        }

        Assert.Fail($"No tab stop says {text}.");
    }
}
