using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using ControlPlane.Api;
using ControlPlane.Api.Identity;
using ControlPlane.Gateway;
using ControlPlane.Gateway.Hosting;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Lambda.Invocations;
using ControlPlane.Lambda.Signing;
using ControlPlane.Local.LocalLambda;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Sqlite;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ControlPlane.Local;

/// <summary>The whole system in one process: control API and local Lambda service on one port, the gateway on another.</summary>
internal static class LocalHost
{
    // Clients of a stopping host get this long to finish.
    private static readonly TimeSpan _stopGrace = TimeSpan.FromSeconds(5);

    /// <summary>Runs until SIGINT, SIGTERM or cancellation.</summary>
    /// <returns>0.</returns>
    /// <exception cref="UsageException">An address or the data folder cannot be used.</exception>
    public static async Task<int> RunAsync(LocalOptions options, CancellationToken cancellationToken)
    {
        // Before the first socket: the runtime reads the setting once.
        InlineSockets.Enable();
        using var folder = DataFolderLock.Take(options.DataFolder);
        await using var store = OpenStore(options);
        await using var app = BuildControl(options, store);
        await StartAsync(() => app.StartAsync(cancellationToken), "--control-url", options.ControlUrl).ConfigureAwait(false);
        var controlAddress = AddressOf(app);

        using var lambda = NewLambdaClient(options, controlAddress);
        using var gateway = new Gateway.Gateway(
            app.Services.GetRequiredService<IStageSource>(),
            lambda,
            new GatewayOptions { AccountId = options.AccountId },
            app.Services.GetRequiredService<ILoggerFactory>());
        await using var server = new GatewayServer(gateway, EndpointOf(options.GatewayUrl), app.Services.GetRequiredService<ILoggerFactory>());
        app.Services.GetRequiredService<GatewayNotifier>().Attach(gateway);
        await StartAsync(() => server.StartAsync(cancellationToken), "--gateway-url", options.GatewayUrl).ConfigureAwait(false);

        await Console.Out.WriteLineAsync($"Control API  {controlAddress}\nGateway      {Plain(server.Address)}\nControlPlane is ready. Data folder {options.DataFolder}").ConfigureAwait(false);
        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        using var grace = new CancellationTokenSource(_stopGrace);
        await server.StopAsync(grace.Token).ConfigureAwait(false);
        return 0;
    }

    private static SqliteItemStore OpenStore(LocalOptions options)
    {
        try
        {
            return SqliteItemStore.Open(Path.Combine(options.DataFolder, "controlplane.db"), TimeProvider.System);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or InvalidDataException)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static WebApplication BuildControl(LocalOptions options, IItemStore store)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddConsoleLogging(options.LogFormat);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(EndpointOf(options.ControlUrl));
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = _stopGrace);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(store)
            .AddSingleton<GatewayNotifier>()
            .AddSingleton<IConfigurationObserver>(services => services.GetRequiredService<GatewayNotifier>())
            .AddSingleton<ICallerAuthentication, LoopbackCallerAuthentication>()
            .AddSingleton<IStageSource, StoredStageSource>()
            .AddControlApi(new ControlApiOptions { AccountId = options.AccountId, Region = options.Region, Quotas = options.Quotas });
        var runsFunctions = options.LambdaUrl is null;
        if (runsFunctions)
        {
            builder.Services.AddLocalLambda(new LocalLambdaOptions { DataFolder = options.DataFolder, AccountId = options.AccountId, Region = options.Region });
        }

        var app = builder.Build();
        app.UseLoopbackGuard();
        app.MapGet("/ping", (RequestDelegate)(static context =>
        {
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        }));
        if (runsFunctions)
        {
            app.MapLocalLambda();
        }

        app.MapControlApi();
        return app;
    }

    private static LambdaClient NewLambdaClient(LocalOptions options, string controlAddress)
    {
        if (options.LambdaUrl is not { } url)
        {
            return new LambdaClient(new Uri(controlAddress));
        }

        // Services of this machine check no signature; AWS checks every one.
        if (url.IsLoopback)
        {
            return new LambdaClient(url);
        }

        try
        {
            return new LambdaClient(url, RequestSigner.ForLambda(options.Region));
        }
        catch (AmazonClientException exception)
        {
            throw new UsageException($"--lambda-url {url} needs AWS credentials: {exception.Message}");
        }
    }

    private static IPEndPoint EndpointOf(Uri url) =>
        new(IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback, url.Port);

    private static async Task StartAsync(Func<Task> start, string option, Uri url)
    {
        try
        {
            await start().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new UsageException($"{option} {Plain(url)} cannot be listened on: {exception.InnerException?.Message ?? exception.Message}. Stop what listens there, or choose another address.");
        }
    }

    private static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static string Plain(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
