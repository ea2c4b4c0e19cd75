using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Tags;

/// <summary>Stages have their API's tags beside their own, and so have the events of their history.</summary>
public sealed class InheritedTagTests : ApiTest
{
    [Fact]
    public async Task AStage_HasItsApisTags_UnderItsOwn()
    {
        var (api, stage, deployment) = await CreateStageAsync();
        (await App.PutAsync(TagsOf(api), """{"tags":{"team":"shop","tier":"1"}}""")).ShouldSucceed();
        (await App.PutAsync(TagsOf(stage), """{"tags":{"tier":"2"}}""")).ShouldSucceed();

        var shown = (await App.GetAsync(stage)).Json;
        shown["tags"]!.ToJsonString().ShouldBe("""{"tier":"2"}""");
        shown["effectiveTags"]!.ToJsonString().ShouldBe("""{"team":"shop","tier":"2"}""");
        (await App.GetAsync(TagsOf(stage))).ShouldBe(200, """{"tags":{"tier":"2"}}""");

        (await App.PostAsync($"{api}/stages", $$"""{"stageName":"test","deploymentId":"{{deployment}}"}""")).Json["effectiveTags"]!.ToJsonString()
            .ShouldBe("""{"team":"shop","tier":"1"}""");
        (await App.PostAsync($"{api}/deployments", """{"stageName":"dev"}""")).ShouldSucceed();
        (await App.GetAsync($"{api}/stages/dev")).Json["effectiveTags"]!.ToJsonString().ShouldBe("""{"team":"shop","tier":"1"}""");

        (await App.DeleteAsync($"{TagsOf(api)}?tagKeys=team&tagKeys=tier")).ShouldSucceed();
        (await App.GetAsync(stage)).Json.AsObject().ContainsKey("effectiveTags").ShouldBeFalse();
    }

    [Fact]
    public async Task Events_HaveTheTagsInForce_AndAreFoundByThem()
    {
        var (api, stage, _) = await CreateStageAsync();
        (await App.PutAsync(TagsOf(api), """{"tags":{"release":"1"}}""")).ShouldSucceed();
        (await App.PatchAsync(stage, "replace /description first")).ShouldSucceed();
        (await App.PutAsync(TagsOf(api), """{"tags":{"release":"2"}}""")).ShouldSucceed();
        (await App.PutAsync(TagsOf(api), """{"tags":{"release":"2"}}""")).ShouldSucceed();

        var events = (await App.GetAsync($"{stage}/history")).Json["item"]!.AsArray();
        events.Count.ShouldBe(4, "tags that were there already are no change");
        events[0]!["changes"]!.ToJsonString().ShouldBe("""[{"path":"/inheritedTags/release","before":"1","after":"2"}]""");
        events.Select(stageEvent => stageEvent!["tags"]?.ToJsonString()).ShouldBe(["""{"release":"2"}""", """{"release":"1"}""", """{"release":"1"}""", null]);

        (await CountAsync("release:1")).ShouldBe(2);
        (await CountAsync("release:2")).ShouldBe(1);
        (await CountAsync("release")).ShouldBe(3);
        (await CountAsync("release:3")).ShouldBe(0);

        async Task<int> CountAsync(string tag) => (await App.GetAsync($"{stage}/history?tag={tag}")).ShouldSucceed().Json["item"]!.AsArray().Count;
    }

    private static string TagsOf(string path) => $"/tags/{Uri.EscapeDataString($"arn:aws:apigateway:us-east-1::{path}")}";
}
