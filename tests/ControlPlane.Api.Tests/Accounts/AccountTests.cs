using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Accounts;

public sealed class AccountTests : ApiTest
{
    private const string _rest = "\"throttleSettings\":{\"burstLimit\":5000,\"rateLimit\":10000.0},\"features\":[\"UsagePlans\"],\"apiKeyVersion\":\"4\"}";

    [Fact]
    public async Task Account_RoleComesAndGoes()
    {
        const string with = "{\"cloudwatchRoleArn\":\"arn:aws:iam::123456789012:role/logs\"," + _rest;
        (await App.GetAsync("/account")).ShouldBe(200, "{" + _rest.Replace("10000.0", "10000", StringComparison.Ordinal));
        (await App.PatchAsync("/account", "replace /cloudwatchRoleArn arn:aws:iam::123456789012:role/logs")).ShouldBe(200, with.Replace("10000.0", "10000", StringComparison.Ordinal));
        (await App.PatchAsync("/account", "replace /cloudwatchRoleArn nonsense")).ShouldBeBadRequest("Invalid ARN specified in the request");
        (await App.PatchAsync("/account", "replace /throttleSettings x")).ShouldBeBadRequest("Invalid patch path  '/throttleSettings' specified for op 'replace'. Must be one of: [/cloudwatchRoleArn]");
        (await App.GetAsync("/account"))["cloudwatchRoleArn"].ShouldBe("arn:aws:iam::123456789012:role/logs");
        (await App.PatchAsync("/account", "replace /cloudwatchRoleArn ")).Json["cloudwatchRoleArn"].ShouldBeNull();
    }
}
