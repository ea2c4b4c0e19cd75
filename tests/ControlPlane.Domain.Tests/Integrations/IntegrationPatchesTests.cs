using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;

namespace ControlPlane.Domain.Tests.Integrations;

public sealed class IntegrationPatchesTests
{
    private const string _invalid = "Invalid mapping expression specified: Validation Result: warnings : [], errors : [";

    private static readonly Method _method = new()
    {
        HttpMethod = "GET",
        RequestParameters = new Dictionary<string, bool> { ["method.request.path.id"] = true },
        MethodResponses = new Dictionary<string, MethodResponse>
        {
            ["200"] = new() { StatusCode = "200", ResponseParameters = new Dictionary<string, bool> { ["method.response.header.X"] = false } },
        },
    };

    private static readonly Integration _http = new() { Type = IntegrationType.Http, HttpMethod = "GET", Uri = "http://a.b/c", CacheNamespace = "n" };

    [Fact]
    public void Accepts_EveryMember()
    {
        var integration = Patch(
            "replace /uri https://x.y/{id}", "replace /httpMethod POST", "replace /type HTTP_PROXY", "replace /credentials arn:c", "replace /passthroughBehavior NEVER", "replace /contentHandling CONVERT_TO_TEXT",
            "replace /timeoutInMillis 50", "replace /cacheNamespace m", "replace /connectionType VPC_LINK", "replace /connectionId v", "replace /tlsConfig/insecureSkipVerification true",
            "add /requestTemplates/application~1json {}", "add /requestTemplates/text~1plain ", "add /requestParameters/integration.request.path.id method.request.path.id", "add /cacheKeyParameters/method.request.path.id");
        (integration.Uri, integration.HttpMethod, integration.Type, integration.Credentials, integration.PassthroughBehavior, integration.ContentHandling, integration.TimeoutInMillis)
            .ShouldBe(("https://x.y/{id}", "POST", IntegrationType.HttpProxy, "arn:c", PassthroughBehavior.Never, ContentHandling.ConvertToText, 50));
        (integration.CacheNamespace, integration.ConnectionType, integration.ConnectionId, integration.TlsConfig).ShouldBe(("m", ConnectionType.VpcLink, "v", new TlsConfig(true)));
        integration.RequestTemplates.ShouldBe(new Dictionary<string, string?> { ["application/json"] = "{}", ["text/plain"] = null }, ignoreOrder: true);
        integration.CacheKeyParameters.ShouldBe(["method.request.path.id"]);
        IntegrationPatches.Apply(_method, integration, Patches.Of("remove /cacheKeyParameters/method.request.path.id", "replace /contentHandling ")).ShouldSatisfyAllConditions(
            after => after.CacheKeyParameters.ShouldBeEmpty(),
            after => after.ContentHandling.ShouldBeNull());
    }

    [Theory]
    [InlineData("replace /nonsense x", "Invalid patch path /nonsense")]
    [InlineData("add /uri http://x", "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData("replace /cacheKeyParameters/0 x", "Invalid patch operation specified. Must be one of: [add, remove]")]
    [InlineData("move /requestTemplates/a~1b x", "Invalid patch operation specified. Must be 'add'|'remove'|'replace'")]
    [InlineData("replace /httpMethod ", "Enumeration value for HttpMethod must be non-empty")]
    [InlineData("replace /httpMethod BREW", "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY")]
    [InlineData("replace /uri nonsense", "Invalid HTTP endpoint specified for URI")]
    [InlineData("replace /timeoutInMillis 49", "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("replace /timeoutInMillis 29001", "Timeout should be between 50 ms and 29000 ms")]
    [InlineData("replace /connectionType VPC_LINK", "ConnectionId is required when connectionType is VPC_LINK")]
    [InlineData("add /cacheKeyParameters/method.request.path.nope", "Invalid cache key parameter specified: method.request.path.nope")]
    [InlineData("add /requestTemplates/nonsense {}", "Validation Result: warnings : [], errors : [Invalid content type specified: nonsense]")]
    [InlineData("add /requestParameters/nonsense 'x'", $"{_invalid}Invalid mapping expression specified: nonsense]")]
    [InlineData("add /requestParameters/integration.request.header.a nonsense", $"{_invalid}Invalid mapping expression specified: nonsense]")]
    [InlineData("add /requestParameters/integration.request.header.a method.request.header.b", $"{_invalid}Invalid mapping expression parameter specified: method.request.header.b]")]
    public void Rejects_WithTheWholeMessage(string operation, string message) => Refusal.ShouldBeBadRequest(() => Patch(operation), message);

    [Fact]
    public void Rejects_RemovalOfWhatIsNotThere()
    {
        Refusal.ShouldBe(() => Patch("remove /requestTemplates/a~1b"), ErrorType.NotFoundException, "Invalid content type specified");
        Refusal.ShouldBe(() => Patch("remove /requestParameters/a"), ErrorType.NotFoundException, "Invalid parameter name specified");
    }

    [Fact]
    public void Rejects_LargeTemplates() => Refusal.ShouldBeBadRequest(
        () => Patch($"add /requestTemplates/a~1b {new string('x', 307_201)}"), "Template is too large. A mapping template may have at most 307200 characters.");

    [Fact]
    public void Response_AcceptsAndRejects()
    {
        var response = new IntegrationResponse { StatusCode = "200" };
        var after = IntegrationPatches.Apply(_method, response, Patches.Of(
            "replace /selectionPattern 5..", "replace /contentHandling CONVERT_TO_BINARY", "add /responseParameters/method.response.header.X integration.response.header.y", "add /responseTemplates/a~1b "));
        (after.SelectionPattern, after.ContentHandling, after.ResponseParameters["method.response.header.X"], after.ResponseTemplates["a/b"])
            .ShouldBe(("5..", ContentHandling.ConvertToBinary, "integration.response.header.y", null));
        Refusal.ShouldBeBadRequest(() => IntegrationPatches.Apply(_method, response, Patches.Of("replace /statusCode 201")), "Invalid patch path /statusCode");
        Refusal.ShouldBeBadRequest(
            () => IntegrationPatches.Apply(_method, response, Patches.Of("add /responseParameters/method.response.header.X method.request.path.id")),
            $"{_invalid}Invalid mapping expression specified: method.request.path.id]");
        Refusal.ShouldBeBadRequest(
            () => IntegrationPatches.Apply(_method, response, Patches.Of("add /responseParameters/method.response.header.Y 'x'")),
            $"{_invalid}Invalid mapping expression parameter specified: method.response.header.Y]");
        Refusal.ShouldBe(() => IntegrationPatches.Apply(_method, response with { StatusCode = "404" }, []), ErrorType.NotFoundException, "Invalid Response status code specified");
    }

    private static Integration Patch(params string[] operations) => IntegrationPatches.Apply(_method, _http, Patches.Of(operations));
}
