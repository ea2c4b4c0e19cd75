using System.Net;
using System.Net.Sockets;
using ControlPlane.WebConsole.Tests.Hosting;
using Microsoft.Playwright;

namespace ControlPlane.WebConsole.Tests;

[Collection(SharedConsole.Name)]
public sealed class RestartTests(ConsoleHost shared)
{
    [Fact]
    public async Task A_lost_connection_says_so_and_comes_back()
    {
        using var data = new TempFolder();
        string[] address = ["--control-url", $"http://127.0.0.1:{FreePort()}"];
        await using var tab = await StartAndOpenAsync(data.Path, address);
        await Assertions.Expect(tab.Page.Locator("#lost")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await tab.ScreenshotAsync("connection-lost");

        await using var again = await HostProcess.StartAsync(data.Path, address);
        await Assertions.Expect(tab.Page.Locator("#lost")).ToBeHiddenAsync(new() { Timeout = 30_000 });

        // A form of the process before is refused once, with what was typed, and then taken.
        await tab.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("after the restart");
        await tab.PressAsync("Create");
        await tab.SeesAsync("from before the console was started again");
        (await tab.Page.GetByLabel("Name", new() { Exact = true }).InputValueAsync()).ShouldBe("after the restart");
        await tab.PressAsync("Create");
        await tab.SeesAsync("The API is there");
    }

    private async Task<Tab> StartAndOpenAsync(string folder, string[] address)
    {
        await using var host = await HostProcess.StartAsync(folder, address);
        using var http = new HttpClient();
        await new ControlPlane.Client.ControlPlaneClient(http, host.Control).CreateRestApiAsync(new("first"));
        var tab = await shared.Browser.OpenAsync(host.Control);
        await tab.GoAsync("/");
        await tab.SeesAsync("first");
        return tab;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
