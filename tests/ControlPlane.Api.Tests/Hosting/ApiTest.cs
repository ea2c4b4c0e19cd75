namespace ControlPlane.Api.Tests.Hosting;

/// <summary>A test that speaks to an app of its own.</summary>
public abstract class ApiTest : IAsyncLifetime
{
    private protected ControlApp App { get; private set; } = null!;

    private protected virtual ControlApiOptions Options => new();

    public async Task InitializeAsync() => App = await ControlApp.StartAsync(Options);

    public async Task DisposeAsync() => await App.DisposeAsync();

    /// <summary>An API with <c>GET /</c> on a mock; gives the API's path and its root resource's id.</summary>
    private protected async Task<(string Path, string Id, string Root)> CreateApiAsync(string name = "shop")
    {
        var api = (await App.PostAsync("/restapis", $$"""{"name":"{{name}}"}""")).ShouldSucceed();
        var path = $"/restapis/{api["id"]}";
        var method = $"{path}/resources/{api["rootResourceId"]}/methods/GET";
        (await App.PutAsync(method, """{"authorizationType":"NONE"}""")).ShouldSucceed();
        (await App.PutAsync($"{method}/integration", """{"type":"MOCK"}""")).ShouldSucceed();
        return (path, api["id"], api["rootResourceId"]);
    }

    /// <summary>A deployment of an API; gives its id.</summary>
    private protected async Task<string> DeployAsync(string apiPath, string body = "{}") =>
        (await App.PostAsync($"{apiPath}/deployments", body)).ShouldSucceed()["id"];

    /// <summary>An API with a stage <c>prod</c>; gives the API's path, the stage's path and the deployment.</summary>
    private protected async Task<(string Api, string Stage, string Deployment)> CreateStageAsync(string members = "")
    {
        var (path, _, _) = await CreateApiAsync();
        var deployment = await DeployAsync(path);
        (await App.PostAsync($"{path}/stages", $$"""{"stageName":"prod","deploymentId":"{{deployment}}"{{members}}}""")).ShouldSucceed();
        return (path, $"{path}/stages/prod", deployment);
    }
}
