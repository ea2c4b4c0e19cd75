using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Stages;

public sealed class ProtectionTests : ApiTest
{
    [Fact]
    public async Task ProtectedStage_NeitherItNorItsApi_CanBeDeleted()
    {
        var path = await CreateAsync();
        var protectedStage = await App.PutAsync($"{path}/stages/prod/deletionprotection", """{"enabled":true}""");
        (protectedStage.Status, protectedStage["deletionProtection"]).ShouldBe((200, "true"));

        foreach (var resource in new[] { $"{path}/stages/prod", path })
        {
            var refused = await App.DeleteAsync(resource);
            (refused.Status, refused["message"]).ShouldBe((409, "The stage prod is protected against deletion. End its deletion protection first."));
        }

        (await App.GetAsync($"{path}/stages/prod")).Status.ShouldBe(200);
        (await App.PutAsync($"{path}/stages/prod/deletionprotection", """{"enabled":false}""")).Json["deletionProtection"].ShouldBeNull();
        (await App.DeleteAsync($"{path}/stages/prod")).Status.ShouldBe(202);
        (await App.DeleteAsync(path)).Status.ShouldBe(202);
    }

    [Fact]
    public async Task Protection_IsInTheHistory_AndTheSameAgainIsNoChange()
    {
        var path = await CreateAsync();
        for (var i = 0; i < 2; i++)
        {
            (await App.PutAsync($"{path}/stages/prod/deletionprotection", """{"enabled":true}""")).ShouldSucceed();
        }

        var events = (await App.GetAsync($"{path}/stages/prod/history")).Json["item"]!.AsArray();
        events.Count.ShouldBe(2);
        events[0]!["changes"]!.ToJsonString().ShouldBe("""[{"path":"/deletionProtection","after":"true"}]""");
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("""{"enabled":"yes"}""", 400)]
    public async Task Protection_BadInput_IsRefused(string body, int status)
    {
        var path = await CreateAsync();
        (await App.PutAsync($"{path}/stages/prod/deletionprotection", body)).Status.ShouldBe(status);
        (await App.PutAsync($"{path}/stages/none/deletionprotection", """{"enabled":true}""")).Status.ShouldBe(404);
        (await App.SendAsync("PUT", $"{path}/stages/prod/deletionprotection", """{"enabled":true}""", ("If-Match", "\"77\""))).Status.ShouldBe(412);
    }

    private async Task<string> CreateAsync()
    {
        var (path, _, _) = await CreateApiAsync();
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod"}""")).ShouldSucceed();
        return path;
    }
}
