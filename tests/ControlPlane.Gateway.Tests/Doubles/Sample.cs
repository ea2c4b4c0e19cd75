using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>Small APIs and stages to test with.</summary>
internal static class Sample
{
    public const string ApiId = "abcdefghij";

    public static DeployedApi Api(params IReadOnlyList<Resource> resources) =>
        new() { RestApiId = ApiId, Name = "sample", Resources = resources };

    public static Resource Resource(string path, params IReadOnlyList<Method> methods) => new()
    {
        Id = "res" + path.Count(character => character == '/'),
        Path = path,
        Methods = methods.ToDictionary(method => method.HttpMethod),
    };

    public static Method Method(string verb, Integration? integration = null, params IReadOnlyList<string> statuses) => new()
    {
        HttpMethod = verb,
        MethodIntegration = integration ?? Mock(),
        MethodResponses = statuses.Append("200").Distinct().ToDictionary(status => status, status => new MethodResponse { StatusCode = status }),
    };

    /// <summary>A MOCK that answers 200 with a template's text.</summary>
    public static Integration Mock(string response = "") => new()
    {
        Type = IntegrationType.Mock,
        CacheNamespace = "",
        RequestTemplates = new Dictionary<string, string?> { ["application/json"] = """{"statusCode": 200}""" },
        IntegrationResponses = new Dictionary<string, IntegrationResponse>
        {
            ["200"] = new()
            {
                StatusCode = "200",
                ResponseTemplates = new Dictionary<string, string?> { ["application/json"] = response },
            },
        },
    };

    public static Integration HttpProxy(string uri, string verb = "ANY", int timeout = 29_000) => new()
    {
        Type = IntegrationType.HttpProxy,
        HttpMethod = verb,
        Uri = uri,
        CacheNamespace = "",
        TimeoutInMillis = timeout,
        RequestParameters = new Dictionary<string, string>
        {
            ["integration.request.path.id"] = "method.request.path.id",
            ["integration.request.path.proxy"] = "method.request.path.proxy",
        },
    };

    public static Integration LambdaProxy(string function = "arn:aws:lambda:us-east-1:123456789012:function:hello") => new()
    {
        Type = IntegrationType.AwsProxy,
        HttpMethod = "POST",
        Uri = $"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations",
        CacheNamespace = "",
    };

    public static Stage Stage(string name = "prod", string deploymentId = "dep001", CanarySettings? canary = null, params IReadOnlyList<(string Name, string Value)> variables) => new()
    {
        RestApiId = ApiId,
        StageName = name,
        DeploymentId = deploymentId,
        CanarySettings = canary,
        Variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value),
        CreatedDate = DateTimeOffset.UnixEpoch,
        LastUpdatedDate = DateTimeOffset.UnixEpoch,
        LastEvent = new StageEvent
        {
            Sequence = 1,
            Time = DateTimeOffset.UnixEpoch,
            Type = StageEventType.StageCreated,
            Actor = "tests",
            RequestId = "tests",
        },
    };
}
