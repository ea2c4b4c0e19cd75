using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Tests.Apis;

public sealed class EndpointConfigurationTests
{
    [Theory]
    [InlineData("EDGE", "ipv4")]
    [InlineData("REGIONAL", "dualstack")]
    [InlineData("PRIVATE", "dualstack")]
    public void Accepts_OneType(string type, string address) => Should.NotThrow(() => new EndpointConfiguration { Types = [type], IpAddressType = address }.Validate("in"));

    [Theory]
    [InlineData(new[] { "EDGE", "REGIONAL" }, "ipv4", ErrorType.BadRequestException, "Cannot create an api with multiple Endpoint Types.")]
    [InlineData(new string[0], "ipv4", ErrorType.BadRequestException, "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.")]
    [InlineData(new[] { "PRIVATE" }, "ipv4", ErrorType.BadRequestException, "Only dualstack ipAddressType is supported for Private APIs.")]
    [InlineData(new[] { "EDGE" }, "ipv6", ErrorType.ValidationException, "1 validation error detected: Value 'ipv6' at 'in.ipAddressType' failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack]")]
    [InlineData(new[] { "EDGE", "x" }, "ipv4", ErrorType.ValidationException, "1 validation error detected: Value '[EDGE, x]' at 'in.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]")]
    public void Rejects(string[] types, string address, ErrorType type, string message) =>
        Refusal.ShouldBe(() => new EndpointConfiguration { Types = types, IpAddressType = address }.Validate("in"), type, message);
}
