using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using ControlPlane.Api;
using ControlPlane.Api.Identity;
using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway;
using ControlPlane.Gateway.Admission.Keys;
using ControlPlane.Gateway.Hosting;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Mirroring;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Testing;
using ControlPlane.Gateway.Throttling;
using ControlPlane.Lambda.Invocations;
using ControlPlane.Lambda.Signing;
using ControlPlane.Local.Identity;
using ControlPlane.Local.LocalLambda;
using ControlPlane.Local.Logs;
using ControlPlane.Local.Telemetry;
using ControlPlane.Local.WebConsole;
using ControlPlane.Rollouts;
using ControlPlane.Rollouts.Running;
using ControlPlane.Storage.Caching;
using ControlPlane.Storage.Metrics;
using ControlPlane.WebConsole;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ControlPlane.Local;

/// <summary>The whole system in one process: control API and local Lambda service on one port, the gateway on another.</summary>
internal static partial class LocalHost
{
    // Clients of a stopping host get this long to finish.
    private static readonly TimeSpan _stopGrace = TimeSpan.FromSeconds(5);

    // Other hosts on the same table tell only their own gateways what they change.
    private static readonly TimeSpan _sharedTableRevalidation = TimeSpan.FromSeconds(1);

    // A record for every request costs throughput: who wants them says so.
    private const StageLogLevel _quiet = StageLogLevel.Warning;

    /// <summary>Runs until SIGINT, SIGTERM or cancellation.</summary>
    /// <returns>0.</returns>
    /// <exception cref="UsageException">An address, the store or the data folder cannot be used.</exception>
    public static async Task<int> RunAsync(LocalOptions options, CancellationToken cancellationToken)
    {
        // Before the first socket: the runtime reads the setting once.
        InlineSockets.Enable();
        using var folder = DataFolderLock.Take(options.DataFolder);
        await using var logs = new LogFiles(Path.Combine(options.DataFolder, "logs"), new LogFileLimits(), TimeProvider.System);
        await using var stores = await HostStores.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        var own = AccessKey.ForProcess($"arn:aws:iam::{options.AccountId}:role/controlplane-gateway");
        await using var app = BuildControl(options, stores, own, logs);
        logs.Logger = app.Services.GetRequiredService<ILogger<LogFiles>>();
        await StartAsync(() => app.StartAsync(cancellationToken), "--control-url", options.ControlUrl).ConfigureAwait(false);
        var controlAddress = AddressOf(app.Services);
        if (stores.Notice is { } notice)
        {
            StoreNotice(app.Logger, notice);
        }

        using var export = OtlpExport.Start(options.OtlpEndpoint);
        using var lambda = NewLambdaClient(options, controlAddress, own);
        app.Services.GetRequiredService<AttachedLambda>().Attach(lambda);
        var gatewayOptions = new GatewayOptions
        {
            AccountId = options.AccountId,
            Region = options.Region,
            RevalidateEvery = options.Table is null ? null : _sharedTableRevalidation,
            StageLogLevel = options.LogLevel ?? _quiet,
            AccountThrottle = AccountThrottle(options.Quotas),
        };
        using var gateway = new Gateway.Gateway(
            app.Services.GetRequiredService<IStageSource>(),
            lambda,
            gatewayOptions,
            app.Services.GetRequiredService<ILoggerFactory>(),
            new GatewayCollaborators
            {
                Access = app.Services.GetRequiredService<IAccessSource>(),
                AccessLog = new AccessLogFiles(logs),
                Metrics = [new StoredMetricsSink(app.Services.GetRequiredService<MetricsRepository>())],
                SharedCache = options.Table is null ? null : app.Services.GetRequiredService<StoredCache>(),
                ResponseProtection = app.Services.GetRequiredService<KeyProtection>().Responses,
                Mirroring = new StoredMirroringSink(app.Services.GetRequiredService<MirroringRepository>(), TimeProvider.System),
                Leases = options.Table is null ? null : app.Services.GetRequiredService<ILeaseSource>(),
            });
        await using var server = new GatewayServer(gateway, EndpointOf(options.GatewayUrl), app.Services.GetRequiredService<ILoggerFactory>());
        app.Services.GetRequiredService<GatewayNotifier>().Attach(gateway);
        app.Services.GetRequiredService<AttachedTester>().Attach(gateway);
        app.Services.GetRequiredService<AttachedMetrics>().Attach(gateway);
        await StartAsync(() => server.StartAsync(cancellationToken), "--gateway-url", options.GatewayUrl).ConfigureAwait(false);

        var callers = options.AccessKeys is null
            ? ""
            : $". Callers sign with the keys of {options.AccessKeys}; nothing here is encrypted, so put TLS in front for other machines.";
        await Console.Out.WriteLineAsync(
            $"Control API  {controlAddress}\nConsole      {Plain(Reachable(new Uri(controlAddress)))}{ConsoleOptions.Path}\nGateway      {Plain(server.Address)}\nControlPlane is ready. Data folder {options.DataFolder}{callers}").ConfigureAwait(false);
        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        using var grace = new CancellationTokenSource(_stopGrace);
        await server.StopAsync(grace.Token).ConfigureAwait(false);
        await gateway.FlushAsync().ConfigureAwait(false);
        return 0;
    }

    /// <summary>One machine serves what it can, unless it is told to keep to a limit.</summary>
    private static ThrottleLimits AccountThrottle(Quotas quotas) => quotas is { ThrottleRate: null, ThrottleBurst: null }
        ? ThrottleLimits.None
        : new ThrottleLimits(quotas.ThrottleRate ?? ThrottleLimits.Account.Rate, quotas.ThrottleBurst ?? ThrottleLimits.Account.Burst);

    private static WebApplication BuildControl(LocalOptions options, HostStores stores, AccessKey own, LogFiles logs)
    {
        var certificates = CertificateSecret.Open(options.DataFolder);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddConsoleLogging(options.LogFormat, (LogLevel)(options.LogLevel ?? StageLogLevel.Info)).AddExecutionLogs(logs);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(EndpointOf(options.ControlUrl));
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = _stopGrace);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(stores.Configuration)
            .AddSingleton<GatewayNotifier>()
            .AddSingleton<AttachedLambda>()
            .AddSingleton(services => services.GetRequiredService<AttachedLambda>().Functions)
            .AddSingleton(services => services.GetRequiredService<AttachedLambda>().Client)
            .AddSingleton<AttachedTester>()
            .AddSingleton<IGatewayTester>(services => services.GetRequiredService<AttachedTester>())
            .AddSingleton<AttachedMetrics>()
            .AddSingleton<IMetricsBuffer>(services => services.GetRequiredService<AttachedMetrics>())
            .AddSingleton<IFreshCounts>(services => services.GetRequiredService<AttachedMetrics>())
            .AddSingleton<IConfigurationObserver>(services => services.GetRequiredService<GatewayNotifier>())
            .AddSingleton<IStageObserver>(services => services.GetRequiredService<GatewayNotifier>())
            .AddCallers(options, own)
            .AddConsole(options, static provider => Reachable(new Uri(AddressOf(provider))))
            .AddSingleton(certificates)
            .AddSingleton<StageCertificates>()
            .AddSingleton<IStageSource, StoredStageSource>()
            .AddSingleton<IAccessSource, StoredAccessSource>()
            .AddSingleton<ILeaseSource, StoredLeaseSource>()
            .AddControlApi(new ControlApiOptions { AccountId = options.AccountId, Region = options.Region, Quotas = options.Quotas, StageLogLevel = options.LogLevel ?? _quiet, KeyProtection = certificates })
            .AddScheduledWork()
            .AddHostedService<TickService>();
        var runsFunctions = options.LambdaUrl is null;
        if (runsFunctions)
        {
            builder.Services.AddLocalLambda(new LocalLambdaOptions { DataFolder = options.DataFolder, AccountId = options.AccountId, Region = options.Region }, stores.Functions);
        }

        var app = builder.Build();
        app.UseCallers(options);
        app.MapGet("/ping", (RequestDelegate)(static context =>
        {
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        })).AllowAnonymous();
        if (runsFunctions)
        {
            app.MapLocalLambda();
        }

        app.MapConsole();
        app.MapControlApi();
        return app;
    }

    private static LambdaClient NewLambdaClient(LocalOptions options, string controlAddress, AccessKey own)
    {
        if (options.LambdaUrl is not { } url)
        {
            var signer = options.AccessKeys is null ? null : new RequestSigner(new BasicAWSCredentials(own.Id, own.Secret), options.Region, "lambda");
            return new LambdaClient(Reachable(new Uri(controlAddress)), signer);
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

    /// <summary>Where this machine reaches an address it listens on.</summary>
    private static Uri Reachable(Uri address) => IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
        ? new UriBuilder(address) { Host = ip.Equals(IPAddress.Any) ? "127.0.0.1" : "[::1]" }.Uri
        : address;

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

    private static string AddressOf(IServiceProvider services) =>
        services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static string Plain(Uri url) => url.GetLeftPart(UriPartial.Authority);

    [LoggerMessage(1, LogLevel.Warning, "{Notice}")]
    private static partial void StoreNotice(ILogger logger, string notice);
}
