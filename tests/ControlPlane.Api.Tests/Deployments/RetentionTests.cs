using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Deployments;

public sealed class RetentionTests : ApiTest
{
    [Fact]
    public async Task Retention_IsSetShownAndTakenBack()
    {
        var (path, _, _) = await CreateApiAsync();
        (await App.GetAsync($"{path}/deploymentretention")).ShouldBe(200, "{}");
        (await App.PutAsync($"{path}/deploymentretention", """{"maximumCount":20,"maximumAgeDays":90}""")).ShouldBe(200, """{"maximumCount":20,"maximumAgeDays":90}""");
        (await App.GetAsync($"{path}/deploymentretention")).ShouldBe(200, """{"maximumCount":20,"maximumAgeDays":90}""");
        (await App.PostAsync($"{path}/deployments")).Status.ShouldBe(201);
        (await App.Store.QueryAsync(new("DUE", ""))).Items.Count.ShouldBe(2);
        (await App.DeleteAsync($"{path}/deploymentretention")).Status.ShouldBe(204);
        (await App.GetAsync($"{path}/deploymentretention")).ShouldBe(200, "{}");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"maximumCount":0}""")]
    [InlineData("""{"maximumCount":"many"}""")]
    [InlineData("""{"maximumAgeDays":100000}""")]
    public async Task Retention_BadInput_IsRefused(string body)
    {
        var (path, _, _) = await CreateApiAsync();
        (await App.PutAsync($"{path}/deploymentretention", body)).Status.ShouldBe(400);
        (await App.GetAsync($"{path}/deploymentretention")).ShouldBe(200, "{}");
        (await App.PutAsync("/restapis/none000000/deploymentretention", """{"maximumCount":1}""")).Status.ShouldBe(404);
    }
}
