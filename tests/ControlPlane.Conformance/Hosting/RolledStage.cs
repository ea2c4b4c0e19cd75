using System.Text;
using System.Text.Json.Nodes;

namespace ControlPlane.Conformance.Hosting;

/// <summary>A stage whose base answers 200, and whose canary, at 0 %, answers what it is told.</summary>
internal sealed class RolledStage
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly ControlClient _control;

    private RolledStage(HostProcess host, ControlClient control, string apiId)
    {
        _control = control;
        ApiId = apiId;
        Address = new Uri(host.Gateway, $"/{apiId}/prod/");
        Path = $"/restapis/{apiId}/stages/prod";
    }

    public string ApiId { get; }

    /// <summary>What users ask.</summary>
    public Uri Address { get; }

    /// <summary>The stage in the control API.</summary>
    public string Path { get; }

    /// <summary>The stage <c>prod</c> of an API that is there.</summary>
    public static RolledStage Of(HostProcess host, ControlClient control, string apiId) => new(host, control, apiId);

    /// <summary>The same stage behind another start of its host.</summary>
    public RolledStage At(HostProcess host, ControlClient control) => new(host, control, ApiId);

    /// <summary>Makes it.</summary>
    /// <param name="host">Where.</param>
    /// <param name="control">Its control API.</param>
    /// <param name="canaryStatus">What the canary answers.</param>
    public static async Task<RolledStage> CreateAsync(HostProcess host, ControlClient control, int canaryStatus)
    {
        var api = await SampleApi.CreateMockAsync(control, "rolled");
        var method = await SampleApi.RootMethodAsync(control, api);
        await control.PutAsync($"{method}/integration", """{"type":"MOCK","requestTemplates":{"application/json":"{\"statusCode\":$stageVariables.code}"}}""");
        await control.PutAsync($"{method}/integration/responses/200", """{"responseTemplates":{"application/json":"${stageVariables.code}"}}""");
        await control.PutAsync($"{method}/responses/500", "{}");
        await control.PutAsync($"{method}/integration/responses/500", """{"selectionPattern":"500"}""");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod","variables":{"code":"200"}}""");
        var stage = new RolledStage(host, control, api);
        await stage.DeployCanaryAsync(canaryStatus);
        return stage;
    }

    /// <summary>Deploys a canary at 0 %.</summary>
    public Task<string> DeployCanaryAsync(int status) => SampleApi.DeployAsync(
        _control, ApiId, $$$"""{"stageName":"prod","canarySettings":{"percentTraffic":0,"stageVariableOverrides":{"code":"{{{status}}}","canary":"yes"} } }""");

    /// <summary>Starts a rollout.</summary>
    public Task<JsonObject> StartAsync(string plan) => _control.PutAsync($"{Path}/rollout", plan);

    /// <summary>Does something to the rollout.</summary>
    public Task<JsonObject> ActAsync(string action) => _control.PostAsync($"{Path}/rollout/{action}", "{}");

    /// <summary>The rollout.</summary>
    public Task<JsonObject> GetAsync() => _control.GetAsync($"{Path}/rollout");

    /// <summary>Waits for its end as CI does, with long polls.</summary>
    public async Task<JsonObject> EndAsync()
    {
        using var patience = new CancellationTokenSource(_patience);
        while (true)
        {
            var rollout = await _control.GetAsync($"{Path}/rollout?wait=20");
            if (rollout["endedAt"] is not null)
            {
                return rollout;
            }

            patience.IsCancellationRequested.ShouldBeFalse(rollout.ToJsonString());
        }
    }

    /// <summary>Waits until the rollout is as it should be.</summary>
    public async Task<JsonObject> UntilAsync(Func<JsonObject, bool> wanted)
    {
        using var patience = new CancellationTokenSource(_patience);
        while (true)
        {
            var rollout = await GetAsync();
            if (wanted(rollout))
            {
                return rollout;
            }

            patience.IsCancellationRequested.ShouldBeFalse(rollout.ToJsonString());
            await Task.Delay(50);
        }
    }

    /// <summary>The stage's history, oldest first: types, and what they were to rollouts.</summary>
    public async Task<List<(string Type, JsonObject? Rollout)>> HistoryAsync() =>
        [.. (await _control.GetAsync($"{Path}/history?limit=100"))["item"]!.AsArray()
            .Select(static entry => ((string)entry!["type"]!, entry["rollout"] as JsonObject))
            .Reverse()];

    /// <summary>Asks as many users would, and counts those whose answer was no 200.</summary>
    public async Task<int> FailuresAsync(int users)
    {
        using var http = new HttpClient();
        var failures = 0;
        for (var i = 0; i < users; i++)
        {
            using var response = await http.GetAsync(Address);
            failures += response.IsSuccessStatusCode ? 0 : 1;
        }

        return failures;
    }

    /// <summary>Asks for something that is refused.</summary>
    /// <returns>The status and the body.</returns>
    public static async Task<(int Status, string Body)> RefusedAsync(HostProcess host, HttpMethod method, string path, string body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(host.Control, path));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
