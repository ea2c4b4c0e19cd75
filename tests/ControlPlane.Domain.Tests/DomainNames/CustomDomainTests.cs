using ControlPlane.Domain.DomainNames;

namespace ControlPlane.Domain.Tests.DomainNames;

public sealed class CustomDomainTests
{
    private static readonly CustomDomain _domain = new() { Name = "a.example.com", CreatedDate = DateTimeOffset.UnixEpoch };

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("(none)", "")]
    [InlineData("v1", "v1")]
    [InlineData("v1/a$-_.+!*'()", "v1/a$-_.+!*'()")]
    public void BasePath_Accepts(string? path, string stored) => CustomDomainRules.ValidateBasePath(path).ShouldBe(stored);

    [Theory]
    [InlineData("/v1")]
    [InlineData("v1/")]
    [InlineData("/")]
    [InlineData("v 1")]
    [InlineData("v1?")]
    [InlineData("v%31")]
    [InlineData("é")]
    public void BasePath_Rejects(string path) => Refusal.ShouldBeBadRequest(
        () => CustomDomainRules.ValidateBasePath(path), "Invalid base path specified. Base paths may hold letters, numbers and $-_.+!*'()/, and neither start nor end with a slash");

    [Theory]
    [InlineData("replace /certificateArn x")]
    [InlineData("replace /regionalCertificateArn x")]
    [InlineData("replace /securityPolicy SecurityPolicy_TLS13_1_2_2021_06")]
    [InlineData("replace /endpointConfiguration/types/EDGE REGIONAL")]
    public void Patch_Accepts(string operation) => CustomDomainPatches.Apply(_domain, Patches.Of(operation)).ShouldNotBe(_domain);

    [Theory]
    [InlineData("replace /securityPolicy x", "Invalid security policy specified: x")]
    [InlineData("replace /endpointConfiguration/types/EDGE PRIVATE", "Invalid endpoint type specified: PRIVATE")]
    [InlineData("replace /domainName x", "Invalid patch path  '/domainName' specified for op 'replace'. Must be one of: [/certificateArn, /regionalCertificateArn, /securityPolicy, /endpointConfiguration/types/{type}]")]
    [InlineData("add /certificateArn x", "Invalid patch path  '/certificateArn' specified for op 'add'. Please choose supported operations")]
    public void Patch_Rejects(string operation, string message) => Refusal.ShouldBeBadRequest(() => CustomDomainPatches.Apply(_domain, Patches.Of(operation)), message);

    [Fact]
    public void Mapping_Patches()
    {
        var mapping = new BasePathMapping("a", "prod");
        CustomDomainPatches.Apply("v1", mapping, Patches.Of("replace /basePath (none)", "replace /restapiId b", "replace /stage (none)")).ShouldBe(("", new BasePathMapping("b", null)));
        CustomDomainPatches.Apply("v1", mapping, Patches.Of("replace /restApiId b")).ShouldBe(("v1", new BasePathMapping("b", "prod")));
        Refusal.ShouldBeBadRequest(
            () => CustomDomainPatches.Apply("v1", mapping, Patches.Of("replace /x y")),
            "Invalid patch path  '/x' specified for op 'replace'. Must be one of: [/basePath, /restapiId, /restApiId, /stage]");
    }
}
