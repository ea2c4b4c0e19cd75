using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway;
using ControlPlane.Gateway.Throttling;

namespace ControlPlane.Benchmarks;

/// <summary>The APIs that are measured.</summary>
internal static class SampleApis
{
    public const string ApiId = "abcdefghij";

    /// <summary>An account that asks for more than any account may.</summary>
    public static GatewayOptions Unthrottled { get; } = new() { AccountThrottle = ThrottleLimits.None };

    /// <summary>A stage whose canary takes a share and sees another port.</summary>
    public static Stage Stage(double canaryPercent = 5) => new()
    {
        RestApiId = ApiId,
        StageName = "prod",
        DeploymentId = "dep001",
        Variables = new Dictionary<string, string> { ["port"] = "29001" },
        CacheClusterEnabled = true,
        MethodSettings = new Dictionary<string, MethodSetting>
        {
            ["~1cached/GET"] = new() { CachingEnabled = true },
            ["~1fresh/GET"] = new(requireAuthorizationForCacheControl: false) { CachingEnabled = true },
        },
        CanarySettings = new CanarySettings
        {
            DeploymentId = "dep001",
            PercentTraffic = canaryPercent,
            StageVariableOverrides = new Dictionary<string, string> { ["port"] = "29002" },
        },
        CreatedDate = DateTimeOffset.UnixEpoch,
        LastUpdatedDate = DateTimeOffset.UnixEpoch,
        LastEvent = new StageEvent
        {
            Sequence = 1,
            Time = DateTimeOffset.UnixEpoch,
            Type = StageEventType.StageCreated,
            Actor = "",
            RequestId = "",
        },
    };

    /// <summary><c>/items/{id}</c> and <c>/users/{id}</c> in front of HTTP backends, <c>/mock</c>, the same cached, and never found in the cache.</summary>
    public static DeployedApi Proxy() => Api(
        new Resource { Id = "root", Path = "/" },
        Get("/items/{id}", HttpProxy("http://127.0.0.1:${stageVariables.port}/items/{id}")),
        Get("/users/{id}", HttpProxy("http://127.0.0.1:${stageVariables.port}/users/{id}")),
        Get("/mock", Mock()),
        Get("/cached", Mock()),
        Get("/fresh", Mock()));

    /// <summary>So many resources, three levels deep, every third with a path parameter.</summary>
    public static DeployedApi Wide(int resources) => Api([.. WideResources(resources)]);

    /// <summary>The same beside <c>/mock</c>.</summary>
    public static DeployedApi WideWithMock(int resources) => Api([Get("/mock", Mock()), .. WideResources(resources)]);

    private static IEnumerable<Resource> WideResources(int resources) => Enumerable.Range(0, resources).Select(i => (i % 3) switch
    {
        0 => Get($"/area{i}", HttpProxy($"http://127.0.0.1:${{stageVariables.port}}/area{i}")),
        1 => Get($"/area{i - 1}/{{id}}", HttpProxy($"http://127.0.0.1:${{stageVariables.port}}/area{i - 1}/{{id}}")),
        _ => Get($"/area{i - 2}/{{id}}/parts", HttpProxy($"http://127.0.0.1:${{stageVariables.port}}/area{i - 2}/{{id}}/parts")),
    });

    private static DeployedApi Api(params IReadOnlyList<Resource> resources) =>
        new() { RestApiId = ApiId, Name = "sample", Resources = resources };

    private static Resource Get(string path, Integration integration) => new()
    {
        Id = "r" + path.Length,
        Path = path,
        Methods = new Dictionary<string, Method>
        {
            ["GET"] = new()
            {
                HttpMethod = "GET",
                MethodIntegration = integration,
                MethodResponses = new Dictionary<string, MethodResponse> { ["200"] = new() { StatusCode = "200" } },
            },
        },
    };

    private static Integration HttpProxy(string uri) => new()
    {
        Type = IntegrationType.HttpProxy,
        HttpMethod = "GET",
        Uri = uri,
        CacheNamespace = "",
        RequestParameters = new Dictionary<string, string> { ["integration.request.path.id"] = "method.request.path.id" },
    };

    private static Integration Mock() => new()
    {
        Type = IntegrationType.Mock,
        CacheNamespace = "",
        RequestTemplates = new Dictionary<string, string?> { ["application/json"] = """{"statusCode": 200}""" },
        IntegrationResponses = new Dictionary<string, IntegrationResponse>
        {
            ["200"] = new()
            {
                StatusCode = "200",
                ResponseTemplates = new Dictionary<string, string?> { ["application/json"] = """{"stage":"$context.stage"}""" },
            },
        },
    };
}
