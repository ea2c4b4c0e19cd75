using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;

namespace ControlPlane.Domain.Tests.Methods;

public sealed class MethodPatchesTests
{
    private static readonly Method _method = new() { HttpMethod = "GET", RequestParameters = new Dictionary<string, bool> { ["method.request.header.a"] = true } };
    private static readonly MethodResponse _response = new() { StatusCode = "200" };

    [Fact]
    public void Accepts_EveryMember()
    {
        var method = Patch(
            "replace /authorizationType AWS_IAM", "replace /authorizerId x", "replace /apiKeyRequired true", "replace /operationName o", "replace /requestValidatorId ",
            "add /requestParameters/method.request.path.b true", "replace /requestParameters/method.request.querystring.c", "remove /requestParameters/method.request.header.a",
            "add /requestModels/application~1json Empty", "add /authorizationScopes s", "add /authorizationScopes t", "remove /authorizationScopes s");
        (method.AuthorizationType, method.AuthorizerId, method.ApiKeyRequired, method.OperationName, method.RequestValidatorId).ShouldBe((AuthorizationType.AwsIam, "x", true, "o", null));
        method.RequestParameters.ShouldBe(new Dictionary<string, bool> { ["method.request.path.b"] = true, ["method.request.querystring.c"] = false }, ignoreOrder: true);
        method.RequestModels.ShouldBe(new Dictionary<string, string> { ["application/json"] = "Empty" });
        method.AuthorizationScopes.ShouldBe(["t"]);
    }

    [Theory]
    [InlineData("replace /httpMethod POST", "Invalid patch path /httpMethod")]
    [InlineData("add /operationName x", "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData("replace /authorizationScopes x", "Invalid patch operation specified. Must be one of: [add, remove]")]
    [InlineData("copy /requestModels/a~1b x", "Invalid patch operation specified. Must be 'add'|'remove'|'replace'")]
    [InlineData("add /requestModels/nonsense Empty", "Validation Result: warnings : [], errors : [Invalid content type specified: nonsense]")]
    [InlineData("add /requestParameters/header.a true", "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: header.a]")]
    [InlineData("add /requestParameters/method.request.path.a true", "Parameter names must be unique across querystring, header and path")]
    public void Rejects_WithTheWholeMessage(string operation, string message) => Refusal.ShouldBeBadRequest(() => Patch(operation), message);

    [Theory]
    [InlineData("remove /requestParameters/method.request.header.x")]
    [InlineData("remove /requestModels/a~1b")]
    public void Rejects_RemovalOfWhatIsNotThere(string operation) => Refusal.ShouldBe(() => Patch(operation), ErrorType.NotFoundException, "Invalid parameter name specified");

    [Fact]
    public void Response_ParametersAndModels()
    {
        var response = MethodPatches.Apply(_response, Patches.Of("add /responseParameters/method.response.header.X true", "add /responseModels/a~1b Error"));
        response.ResponseParameters["method.response.header.X"].ShouldBeTrue();
        response.ResponseModels["a/b"].ShouldBe("Error");
        Refusal.ShouldBeBadRequest(() => MethodPatches.Apply(_response, Patches.Of("replace /statusCode 201")), "Invalid patch path /statusCode");
        Refusal.ShouldBeBadRequest(
            () => MethodPatches.Apply(_response, Patches.Of("add /responseParameters/integration.response.header.X true")),
            "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: integration.response.header.X]");
    }

    [Theory]
    [InlineData("100")]
    [InlineData("599")]
    public void Accepts_StatusCodes(string status) => MethodRules.ValidateStatusCode(status, "in").ShouldBe(status);

    [Theory]
    [InlineData("099")]
    [InlineData("600")]
    [InlineData("20")]
    [InlineData("2000")]
    [InlineData("2x0")]
    [InlineData("２００")]
    public void Rejects_StatusCodes(string status) => Refusal.ShouldBe(
        () => MethodRules.ValidateStatusCode(status, "in.statusCode"),
        ErrorType.ValidationException,
        $"1 validation error detected: Value '{status}' at 'in.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d");

    private static Method Patch(params string[] operations) => MethodPatches.Apply(_method, Patches.Of(operations));
}
