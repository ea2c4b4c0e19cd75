using System.Text;
using ControlPlane.Api.Identity;
using ControlPlane.Gateway;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Testing;
using ControlPlane.Lambda.Functions;
using ControlPlane.Lambda.Invocations;
using ControlPlane.Storage.ClientCertificates;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Api.Tests.Hosting;

/// <summary>The real control API on Kestrel over a SQLite file.</summary>
internal sealed class ControlApp : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _ownsFolder;
    private readonly SqliteItemStore _sqlite;
    private readonly WebApplication _app;

    private ControlApp(string folder, bool ownsFolder, SqliteItemStore sqlite, WebApplication app, TroubledStore store, TestClock clock, TestObserver observer, TestLog log)
    {
        (_folder, _ownsFolder, _sqlite, _app, Store, Clock, Observer, Log) = (folder, ownsFolder, sqlite, app, store, clock, observer, log);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = Address };
    }

    public HttpClient Client { get; }

    public Uri Address { get; }

    public TroubledStore Store { get; }

    public TestClock Clock { get; }

    public TestObserver Observer { get; }

    public TestLog Log { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<ControlApp> StartAsync(ControlApiOptions? options = null, Func<IItemStore, IItemStore>? wrap = null, ICallerAuthentication? callers = null) =>
        StartAsync(Directory.CreateTempSubdirectory("controlplane-api-").FullName, ownsFolder: true, options, wrap, callers);

    /// <summary>Another process over the same file.</summary>
    public Task<ControlApp> StartAnotherAsync() => StartAsync(_folder, ownsFolder: false, null, null, null);

    public async Task<Reply> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        return await SendAsync(request);
    }

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(',', header.Value));
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    public Task<Reply> GetAsync(string path) => SendAsync("GET", path);

    public Task<Reply> PostAsync(string path, string body = "{}", params (string Name, string Value)[] headers) => SendAsync("POST", path, body, headers);

    public Task<Reply> PutAsync(string path, string body = "{}", params (string Name, string Value)[] headers) => SendAsync("PUT", path, body, headers);

    public Task<Reply> DeleteAsync(string path) => SendAsync("DELETE", path);

    /// <summary>A PATCH of operations given as <c>op path value</c> (or <c>copy path from</c>).</summary>
    public Task<Reply> PatchAsync(string path, params string[] operations) => SendAsync("PATCH", path, Patch(operations));

    public static string Patch(params string[] operations) =>
        $$"""{"patchOperations":[{{string.Join(',', operations.Select(Operation))}}]}""";

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _sqlite.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string Operation(string text)
    {
        var parts = text.Split(' ', 3);
        var operation = new System.Text.Json.Nodes.JsonObject { ["op"] = parts[0], ["path"] = parts[1] };
        if (parts.Length == 3)
        {
            operation[parts[0] == "copy" ? "from" : "value"] = parts[2];
        }

        return operation.ToJsonString();
    }

    private static async Task<ControlApp> StartAsync(string folder, bool ownsFolder, ControlApiOptions? options, Func<IItemStore, IItemStore>? wrap, ICallerAuthentication? callers)
    {
        var clock = new TestClock();
        var observer = new TestObserver();
        var log = new TestLog();
        var sqlite = SqliteItemStore.Open(Path.Combine(folder, "controlplane.db"), clock);
        var store = new TroubledStore(wrap?.Invoke(sqlite) ?? sqlite);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = folder });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IItemStore>(store)
            .AddSingleton<IConfigurationObserver>(observer)
            .AddSingleton(callers ?? new LoopbackCallerAuthentication(options ?? new ControlApiOptions()))
            .AddSingleton(provider => new StageCertificates(provider.GetRequiredService<ClientCertificateRepository>(), options?.KeyProtection))
            .AddSingleton<IStageSource, StoredStageSource>()
            .AddSingleton(new Lazy<ILambdaFunctions>(new TestAliases()))
            .AddSingleton<ILambdaClient>(new TestFunctions())
            .AddSingleton<IGatewayTester>(provider => new Gateway.Gateway(
                provider.GetRequiredService<IStageSource>(),
                provider.GetRequiredService<ILambdaClient>(),
                new GatewayOptions(),
                provider.GetRequiredService<ILoggerFactory>(),
                new GatewayCollaborators { Time = clock }))
            .AddControlApi(options ?? new ControlApiOptions());
        var app = builder.Build();
        app.UseRouting();
        app.UseDescribedAnswers();
        app.MapControlApi();
        await app.StartAsync();
        return new ControlApp(folder, ownsFolder, sqlite, app, store, clock, observer, log);
    }
}
