using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ControlPlane.Client;

namespace ControlPlane.WebConsole.Tests.Hosting;

/// <summary>One host and one browser for all tests; each test brings an API of its own.</summary>
public sealed class ConsoleHost : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _data = new();
    private readonly HttpClient _http = new();

    public Browser Browser { get; } = new();

    public Uri Control => Process.Control;

    public Uri Gateway => Process.Gateway;

    public ControlPlaneClient Client { get; private set; } = null!;

    internal HostProcess Process { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Browser.InitializeAsync();
        Process = await HostProcess.StartAsync(_data.Path, "--quota", "StagesPerApi=60");
        Client = new ControlPlaneClient(_http, Control, lambdaEndpoint: Control);
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        await Process.DisposeAsync();
    }

    public void Dispose()
    {
        _http.Dispose();
        _data.Dispose();
    }

    public Task<Tab> OpenAsync(int width = 1280, bool isDark = false) => Browser.OpenAsync(Control, width, isDark);

    /// <summary>An API whose <c>GET /</c> answers with a status, deployed to a stage.</summary>
    public async Task<string> CreateApiAsync(string name, string? stage = "prod", int status = 200)
    {
        var api = await Client.CreateRestApiAsync(new(name));
        await SendAsync(HttpMethod.Put, $"restapis/{api.Id}/resources/{api.RootResourceId}/methods/GET", """{"authorizationType":"NONE"}""");
        await SendAsync(HttpMethod.Put, $"restapis/{api.Id}/resources/{api.RootResourceId}/methods/GET/responses/200", "{}");
        await AnswerAsync(api.Id, status);
        if (stage is not null)
        {
            await Client.CreateDeploymentAsync(api.Id, new() { StageName = stage, Description = "first" });
        }

        return api.Id;
    }

    /// <summary>Lets <c>GET /</c> of an API, as it is being edited, answer with a status.</summary>
    public async Task AnswerAsync(string api, int status)
    {
        var root = (await Client.GetRestApiAsync(api)).RootResourceId;
        var integration = $"restapis/{api}/resources/{root}/methods/GET/integration";
        await SendAsync(HttpMethod.Put, integration, new JsonObject
        {
            ["type"] = "MOCK",
            ["requestTemplates"] = new JsonObject { ["application/json"] = $$"""{"statusCode": {{status}}}""" },
        }.ToJsonString());

        // Without a response the gateway answers 500.
        if (status < 500)
        {
            await SendAsync(HttpMethod.Put, $"{integration}/responses/200", "{}");
        }
    }

    /// <summary>Requests that nobody looks at the answers of.</summary>
    public async Task RequestAsync(string api, string stage, int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await _http.GetAsync(new Uri(Gateway, $"/{api}/{stage}/"))).Dispose();
        }
    }

    private async Task SendAsync(HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, new Uri(Control, path)) { Content = JsonContent.Create(JsonNode.Parse(json)) };
        using var response = await _http.SendAsync(request);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }
}

[CollectionDefinition(Name)]
public sealed class SharedConsole : ICollectionFixture<ConsoleHost>
{
    public const string Name = "console";
}
