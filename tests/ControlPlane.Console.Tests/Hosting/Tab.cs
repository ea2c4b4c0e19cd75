using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Playwright;

namespace ControlPlane.WebConsole.Tests.Hosting;

/// <summary>A page of a browser, and what a person would do on it.</summary>
public sealed class Tab : IAsyncDisposable
{
    private const string _overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private readonly IBrowserContext _context;
    private readonly List<string> _troubles = [];

    public Tab(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => _troubles.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                _troubles.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Script errors, and what the content security policy kept from happening.</summary>
    public IReadOnlyList<string> Troubles => _troubles;

    public IBrowserContext Context => _context;

    public async Task<Tab> GoAsync(string path)
    {
        await Page.GotoAsync("/console" + path);
        return this;
    }

    public Task PressAsync(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    /// <summary>Presses a button of the dialog that is open.</summary>
    public Task ConfirmAsync(string name) => Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    public Task SeesAsync(string text) => Assertions.Expect(Page.Locator("main")).ToContainTextAsync(text, new() { Timeout = 30_000 });

    public Task ScreenshotAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png"), FullPage = true });

    /// <summary>Nothing hangs out of the window to the side.</summary>
    public async Task FitsAsync() => (await Page.EvaluateAsync<int>(_overflow)).ShouldBeLessThanOrEqualTo(0, Page.Url);

    /// <summary>The rules of WCAG 2.2 A and AA, and the good practices, as axe checks them.</summary>
    public async Task IsAccessibleAsync()
    {
        // The policy of the page keeps scripts out; a test may come in another way.
        await Page.EvaluateAsync(await File.ReadAllTextAsync(Axe) + "\n;undefined");
        var result = await Page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')} ${n.failureSummary}`))");
        result.EnumerateArray().Select(violation => violation.GetString()).ShouldBeEmpty(Page.Url);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    /// <summary>Where screenshots are kept: beside the tests' other results.</summary>
    private static string Screenshots { get; } = Directory.CreateDirectory(
        Path.Combine(AppContext.BaseDirectory, "TestResults", "screenshots", DateTime.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture))).FullName;

    private static string Axe { get; } = typeof(Tab).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "Axe").Value is var path && File.Exists(path)
        ? path!
        : throw new InvalidOperationException($"{path} is missing; tests/run installs it.");
}
