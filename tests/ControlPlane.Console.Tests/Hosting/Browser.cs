using Microsoft.Playwright;

namespace ControlPlane.WebConsole.Tests.Hosting;

/// <summary>The system's Chromium, one for all tests; every test has pages of its own. Playwright's own browsers are not downloaded.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] _places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        var executable = Environment.GetEnvironmentVariable("CHROMIUM") ?? Array.Find(_places, File.Exists)
            ?? throw new InvalidOperationException("chromium is missing; tests/run installs it (or set CHROMIUM to a browser).");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
    }

    /// <summary>A new page with cookies of its own. What its console says of errors fails the test that asks for them.</summary>
    public async Task<Tab> OpenAsync(Uri host, int width = 1280, bool isDark = false)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = host.ToString(),
            ViewportSize = new() { Width = width, Height = width < 500 ? 740 : 1000 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(30_000);
        return new Tab(context, await context.NewPageAsync());
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
