using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlPlane.Local.LocalLambda;
using ControlPlane.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Local.Tests.LocalLambda;

/// <summary>The service on a real port, spoken to over HTTP.</summary>
internal sealed class LambdaApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SqliteItemStore _store;
    private readonly bool _ownsFolder;

    private LambdaApp(WebApplication app, SqliteItemStore store, LocalLambdaOptions options, bool ownsFolder)
    {
        (_app, _store, Options, _ownsFolder) = (app, store, options, ownsFolder);
        Clock = (TestClock)app.Services.GetRequiredService<TimeProvider>();
        Log = app.Services.GetRequiredService<TestLog>();
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public LocalLambdaOptions Options { get; }

    public TestClock Clock { get; }

    public TestLog Log { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<LambdaApp> StartAsync(Func<LocalLambdaOptions, LocalLambdaOptions>? configure = null, string? folder = null)
    {
        var options = new LocalLambdaOptions { DataFolder = folder ?? Directory.CreateTempSubdirectory("lambda-test-").FullName };
        options = configure?.Invoke(options) ?? options;
        var clock = new TestClock();
        var log = new TestLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        var store = SqliteItemStore.Open(Path.Combine(options.DataFolder, "store.db"), clock);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(log);
        builder.Services.AddLocalLambda(options, store);
        var app = builder.Build();
        app.MapLocalLambda();
        await app.StartAsync();
        return new LambdaApp(app, store, options, ownsFolder: folder is null);
    }

    public Task<Answer> CreateAsync(string name, string runtime, string handler, byte[] zip, Action<JsonObject>? more = null)
    {
        var body = new JsonObject
        {
            ["FunctionName"] = name,
            ["Runtime"] = runtime,
            ["Handler"] = handler,
            ["Role"] = "arn:aws:iam::123456789012:role/r",
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(zip) },
        };
        more?.Invoke(body);
        return SendAsync(HttpMethod.Post, "/2015-03-31/functions", body);
    }

    public async Task CreatePythonAsync(string name, string source, Action<JsonObject>? more = null) =>
        (await CreateAsync(name, "python3.12", "app.handler", Package.Python(source), more)).ShouldBe(HttpStatusCode.Created);

    public async Task CreateNodeAsync(string name, string source, string file = "app.js", Action<JsonObject>? more = null) =>
        (await CreateAsync(name, "nodejs20.x", "app.handler", Package.Node(source, file), more)).ShouldBe(HttpStatusCode.Created);

    public async Task CreateBashAsync(string name, string handle, Action<JsonObject>? more = null) =>
        (await CreateAsync(name, "provided.al2023", "none", Package.Bash(handle), more)).ShouldBe(HttpStatusCode.Created);

    public Task<Answer> UpdateCodeAsync(string name, byte[] zip) =>
        SendAsync(HttpMethod.Put, $"/2015-03-31/functions/{name}/code", new JsonObject { ["ZipFile"] = Convert.ToBase64String(zip) });

    public Task<Answer> PublishAsync(string name) => SendAsync(HttpMethod.Post, $"/2015-03-31/functions/{name}/versions", new JsonObject());

    public Task<Answer> InvokeAsync(string name, string payload = "{}", params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, $"/2015-03-31/functions/{name}/invocations", new ByteArrayContent(Encoding.UTF8.GetBytes(payload)), headers);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, (HttpContent?)null);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, (HttpContent?)null);

    public Task<Answer> SendAsync(HttpMethod method, string path, JsonObject body) =>
        SendAsync(method, path, new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")));

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await Client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, body, all);
    }

    /// <summary>How many function processes were started so far.</summary>
    public int ProcessesStarted() => Log.Entries.Count(e => e.Message.Contains(" in process ", StringComparison.Ordinal));

    /// <summary>Waits for lines of a category that begin with a text.</summary>
    public Task EventuallyLogsAsync(string category, string start, int times = 1) => Processes.EventuallyAsync(
        () => Log.Lines(category).Count(l => l.StartsWith(start, StringComparison.Ordinal)) >= times, $"'{start}' was not logged {times} times.");

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _store.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Options.DataFolder, recursive: true);
        }
    }
}

/// <summary>What the service answered.</summary>
internal sealed record Answer(HttpStatusCode Status, byte[] Body, Dictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body) ?? throw new JsonException("The answer is null.");

    public string this[string member] => Json[member]!.ToString();

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public string LogTail => Encoding.UTF8.GetString(Convert.FromBase64String(Headers["X-Amz-Log-Result"]));

    public Answer ShouldBe(HttpStatusCode status)
    {
        Status.ShouldBe(status, Text);
        return this;
    }

    /// <summary>Succeeded, in the API's eyes and in the function's.</summary>
    public Answer ShouldSucceed()
    {
        ShouldBe(HttpStatusCode.OK);
        Header("X-Amz-Function-Error").ShouldBeNull(Text);
        return this;
    }

    public Answer ShouldFail(HttpStatusCode status, string type, string message)
    {
        ShouldBe(status);
        Header("x-amzn-ErrorType").ShouldBe(type);
        var member = type is "ResourceNotFoundException" or "ServiceException" ? "Message" : "message";
        this[member].ShouldBe(message);
        this["Type"].ShouldBe((int)status >= 500 ? "Service" : "User");
        Guid.TryParse(Header("x-amzn-RequestId"), out _).ShouldBeTrue();
        return this;
    }
}
