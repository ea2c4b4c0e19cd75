using System.Diagnostics;
using ControlPlane.WebConsole.Tests.Hosting;
using Microsoft.Playwright;

namespace ControlPlane.WebConsole.Tests;

[Collection(SharedConsole.Name)]
public sealed class RemoteConsoleTests(ConsoleHost shared, KeyedHost host) : IClassFixture<KeyedHost>
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_console_alone_signs_every_call_with_the_credentials_that_AWS_tools_find()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", BuildPaths.Host, "console", "--endpoint", host.Control.ToString(), "--console-url", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AWS_ACCESS_KEY_ID"] = KeyedHost.WriterId, ["AWS_SECRET_ACCESS_KEY"] = KeyedHost.WriterSecret, ["AWS_SESSION_TOKEN"] = "" },
        };
        using var process = Process.Start(start)!;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(_patience);
            line.ShouldNotBeNull();
            line.ShouldStartWith("Console      http://127.0.0.1:");
            await using var tab = await shared.Browser.OpenAsync(new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]));

            await tab.GoAsync("/");
            await Assertions.Expect(tab.Page.Locator(".who")).ToContainTextAsync("deployer");
            await tab.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("from afar");
            await tab.PressAsync("Create");
            await tab.SeesAsync("The API is there");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    [Theory]
    [InlineData("loopback", "--endpoint", "http://127.0.0.1:4000", "--console-url", "http://0.0.0.0:4002")]
    [InlineData("--endpoint", "--endpoint", "nonsense")]
    [InlineData("--endpoint")]
    public async Task It_refuses_what_would_lend_the_credentials_to_others(string word, params string[] options)
    {
        var result = await HostProcess.RunToEndAsync(["console", .. options]);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(word);
        result.Error.Trim().ShouldNotContain('\n');
    }
}
