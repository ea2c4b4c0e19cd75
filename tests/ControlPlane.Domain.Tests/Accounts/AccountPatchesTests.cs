using ControlPlane.Domain.Accounts;

namespace ControlPlane.Domain.Tests.Accounts;

public sealed class AccountPatchesTests
{
    [Theory]
    [InlineData("replace /cloudwatchRoleArn arn:aws:iam::1:role/x", "arn:aws:iam::1:role/x")]
    [InlineData("replace /cloudwatchRoleArn ", null)]
    [InlineData("replace /cloudwatchRoleArn", null)]
    public void Accepts(string operation, string? role) =>
        AccountPatches.Apply(new Account { CloudwatchRoleArn = "old" }, Patches.Of(operation)).CloudwatchRoleArn.ShouldBe(role);

    [Theory]
    [InlineData("replace /cloudwatchRoleArn x", "Invalid ARN specified in the request")]
    [InlineData("replace /cloudwatchRoleArn arn:aws:iam::1:user/x", "Invalid ARN specified in the request")]
    [InlineData("add /cloudwatchRoleArn x", "Invalid patch path  '/cloudwatchRoleArn' specified for op 'add'. Please choose supported operations")]
    [InlineData("replace /apiKeyVersion x", "Invalid patch path  '/apiKeyVersion' specified for op 'replace'. Must be one of: [/cloudwatchRoleArn]")]
    public void Rejects(string operation, string message) => Refusal.ShouldBeBadRequest(() => AccountPatches.Apply(new Account(), Patches.Of(operation)), message);
}
