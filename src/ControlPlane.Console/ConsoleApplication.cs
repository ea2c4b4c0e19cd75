using ControlPlane.WebConsole.Actions;
using ControlPlane.WebConsole.Hosting;
using ControlPlane.WebConsole.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ControlPlane.WebConsole;

/// <summary>
/// The console behind one endpoint of a host. It is made when somebody opens it for the first time, with services of its own: a host whose console
/// nobody looks at pays for an entry in its routes.
/// </summary>
public sealed class ConsoleApplication : IAsyncDisposable
{
    private readonly Lazy<Running> _running;

    /// <summary>Prepares the console.</summary>
    /// <param name="options">What it shows; asked when it is opened, as hosts know their own address only then.</param>
    /// <param name="host">The services of the host: its logging, its lifetime, its time.</param>
    public ConsoleApplication(Func<ConsoleOptions> options, IServiceProvider host) => _running = new Lazy<Running>(() => Build(options(), host));

    /// <summary>Answers a request whose path begins with <see cref="ConsoleOptions.Path"/>.</summary>
    /// <param name="context">The request.</param>
    public async Task InvokeAsync(HttpContext context)
    {
        // Not on a thread that watches sockets: making the console takes a while, and rendering may.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var running = _running.Value;
        var (services, endpoint) = (context.RequestServices, context.GetEndpoint());
        await using var scope = running.Services.CreateAsyncScope();
        try
        {
            context.RequestServices = scope.ServiceProvider;
            context.SetEndpoint(null);
            await running.Pipeline(context).ConfigureAwait(false);
        }
        finally
        {
            context.RequestServices = services;
            context.SetEndpoint(endpoint);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _running.IsValueCreated ? _running.Value.Services.DisposeAsync() : ValueTask.CompletedTask;

    private static Running Build(ConsoleOptions options, IServiceProvider host)
    {
        var services = Services(options, host).BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UseMiddleware<SecurityHeaders>();
        app.UsePathBase(ConsoleOptions.Path);
        app.UseMiddleware<ConsoleAssets>();
        app.UseMiddleware<SignIn>();
        app.UseMiddleware<ActionMiddleware>();
        app.UseRouting();
        app.UseAntiforgery();
        app.UseEndpoints(static endpoints =>
        {
            Downloads.Map(endpoints);
            endpoints.MapRazorComponents<App>();
        });
        return new Running(services, app.Build());
    }

    private static IServiceCollection Services(ConsoleOptions options, IServiceProvider host)
    {
        var services = new ServiceCollection();
        services
            .AddSingleton(options)
            .AddSingleton(host.GetRequiredService<ILoggerFactory>())
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddSingleton(host.GetRequiredService<IHostApplicationLifetime>())
            .AddSingleton(host.GetRequiredService<IConfiguration>())
            .AddSingleton(host.GetRequiredService<IWebHostEnvironment>())
            .AddSingleton<IHostEnvironment>(host.GetRequiredService<IWebHostEnvironment>())
            .AddSingleton(host.GetRequiredService<System.Diagnostics.DiagnosticListener>())
            .AddSingleton(host.GetService<TimeProvider>() ?? TimeProvider.System)
            .AddSingleton<ControlApiAccess>()
            .AddSingleton<Sessions>()
            .AddScoped<Viewer>()
            .AddScoped<ActionOutcome>()
            .AddHttpContextAccessor();

        // Keys live as long as the process, as do sessions: nothing of either is written anywhere.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = $"controlplane-form-{options.Port}";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.Path = ConsoleOptions.Path;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddRouting();
        services.AddRazorComponents();
        return services;
    }

    private sealed record Running(ServiceProvider Services, RequestDelegate Pipeline);
}
