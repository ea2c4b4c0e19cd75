using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Tests.Apis;

public sealed class RestApiPatchesTests
{
    private const string _paths =
        "Must be one of: [/name, /description, /version, /policy, /apiKeySource, /minimumCompressionSize, /disableExecuteApiEndpoint, /endpointConfiguration/types/{type}, "
        + "/endpointConfiguration/ipAddressType, /binaryMediaTypes/{type}]";

    private static readonly RestApi _api = new() { Id = "a", Name = "shop", CreatedDate = DateTimeOffset.UnixEpoch, RootResourceId = "r", BinaryMediaTypes = ["a/b"] };

    [Fact]
    public void Accepts_EveryMember()
    {
        var api = Patch(
            "replace /name n", "replace /description d", "replace /version v", "replace /policy {}", "replace /apiKeySource AUTHORIZER", "replace /minimumCompressionSize 0",
            "replace /disableExecuteApiEndpoint true", "replace /endpointConfiguration/ipAddressType dualstack", "replace /endpointConfiguration/types/EDGE REGIONAL");
        (api.Name, api.Description, api.Version, api.Policy, api.ApiKeySource, api.MinimumCompressionSize, api.DisableExecuteApiEndpoint, api.EndpointConfiguration.IpAddressType, api.EndpointConfiguration.Types[0])
            .ShouldBe(("n", "d", "v", "{}", ApiKeySource.Authorizer, 0, true, "dualstack", "REGIONAL"));
    }

    [Theory]
    [InlineData("add /binaryMediaTypes/image~1png", "a/b image/png")]
    [InlineData("add /binaryMediaTypes/*~1*", "a/b */*")]
    [InlineData("add /binaryMediaTypes/a~1b", "a/b")]
    [InlineData("remove /binaryMediaTypes/a~1b", "")]
    [InlineData("replace /binaryMediaTypes/a~1b c/d", "c/d")]
    public void BinaryMediaTypes_AreASet(string operation, string expected) => string.Join(' ', Patch(operation).BinaryMediaTypes).ShouldBe(expected);

    [Theory]
    [InlineData("replace /minimumCompressionSize")]
    [InlineData("replace /minimumCompressionSize ")]
    [InlineData("replace /minimumCompressionSize null")]
    public void MinimumCompressionSize_NoValue_TurnsItOff(string operation) =>
        RestApiPatches.Apply(_api with { MinimumCompressionSize = 5 }, Patches.Of(operation)).MinimumCompressionSize.ShouldBeNull();

    [Fact]
    public void VpcEndpointIds_ComeAndGo()
    {
        var api = Patch("add /endpointConfiguration/vpcEndpointIds v1", "add /endpointConfiguration/vpcEndpointIds/v2", "add /endpointConfiguration/vpcEndpointIds v1");
        api.EndpointConfiguration.VpcEndpointIds.ShouldBe(["v2", "v1"]);
        RestApiPatches.Apply(api, Patches.Of("remove /endpointConfiguration/vpcEndpointIds v1", "remove /endpointConfiguration/vpcEndpointIds/v2")).EndpointConfiguration.VpcEndpointIds.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("replace /nonsense x", $"Invalid patch path  '/nonsense' specified for op 'replace'. {_paths}")]
    [InlineData("replace /id x", $"Invalid patch path  '/id' specified for op 'replace'. {_paths}")]
    [InlineData("replace /binaryMediaTypes x", $"Invalid patch path  '/binaryMediaTypes' specified for op 'replace'. {_paths}")]
    [InlineData("add /binaryMediaTypes x", "Invalid patch path  '/binaryMediaTypes' specified for op 'add'. Please choose supported operations")]
    [InlineData("add /name x", "Invalid patch path  '/name' specified for op 'add'. Please choose supported operations")]
    [InlineData("remove /description", "Invalid patch path  '/description' specified for op 'remove'. Please choose supported operations")]
    [InlineData("replace /description ", "Description cannot be an empty string")]
    [InlineData("replace /name ", "Name cannot be an empty string")]
    [InlineData("replace /minimumCompressionSize -1", "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("replace /minimumCompressionSize 10485761", "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("replace /minimumCompressionSize x", "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("replace /endpointConfiguration/types/PRIVATE REGIONAL", "Invalid patch path  '/endpointConfiguration/types/PRIVATE' specified for op 'replace'. Must be one of: [/endpointConfiguration/types/EDGE]")]
    [InlineData("replace /endpointConfiguration/types/0 PRIVATE", "Only dualstack ipAddressType is supported for Private APIs.")]
    [InlineData("replace /disableExecuteApiEndpoint x", "Invalid value 'x' specified for path '/disableExecuteApiEndpoint': it must be a boolean")]
    public void Rejects_WithTheWholeMessage(string operation, string message) => Refusal.ShouldBeBadRequest(() => Patch(operation), message);

    [Fact]
    public void Rejects_BinaryMediaTypesThatAreNotThere() =>
        Refusal.ShouldBe(() => Patch("remove /binaryMediaTypes/x~1y"), ErrorType.NotFoundException, "Invalid binary media type specified: x/y");

    [Fact]
    public void Rejects_LongPolicies() =>
        Refusal.ShouldBeBadRequest(() => Patch($"replace /policy {new string('x', 8193)}"), "Invalid policy document. The policy must not exceed 8192 characters.");

    private static RestApi Patch(params string[] operations) => RestApiPatches.Apply(_api, Patches.Of(operations));
}
