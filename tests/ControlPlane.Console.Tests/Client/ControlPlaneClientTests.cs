using ControlPlane.Client;
using ControlPlane.Client.Stages;
using ControlPlane.WebConsole.Tests.Hosting;

namespace ControlPlane.WebConsole.Tests.Client;

[Collection(SharedConsole.Name)]
public sealed class ControlPlaneClientTests(ConsoleHost host)
{
    [Fact]
    public async Task Reads_and_changes_stages_with_their_revision()
    {
        var api = await host.CreateApiAsync("client");
        var stage = await host.Client.GetStageAsync(api, "prod");
        stage.ETag.ShouldNotBeNull();

        var changed = await host.Client.UpdateStageAsync(api, "prod", [PatchOperation.Replace("/variables/a", "1")], stage.ETag);
        changed.Value.Variables["a"].ShouldBe("1");
        var refusal = await Should.ThrowAsync<ControlPlaneException>(() => host.Client.UpdateStageAsync(api, "prod", [PatchOperation.Replace("/variables/a", "2")], stage.ETag));
        (refusal.Status, refusal.Type, refusal.IsConflict).ShouldBe((412, "PreconditionFailedException", true));
        refusal.RequestId.ShouldNotBeNull();

        await host.RequestAsync(api, "prod", 7);
        (await host.Client.GetStageMetricsAsync(api, "prod", 5)).Base.Count.ShouldBe(7);
        (await host.Client.GetStageHistoryAsync(api, "prod")).Item.Count.ShouldBe(2);
        (await host.Client.ExplainAsync(api, "prod", new("GET", "/"))).Variants.Single().Method!.Integration!.Type.ShouldBe("MOCK");
        (await host.Client.GetCallerAsync()).CanWrite.ShouldBeTrue();
    }

    [Fact]
    public async Task Diffs_deployments_and_rolls_back()
    {
        var api = await host.CreateApiAsync("diffed");
        var first = (await host.Client.GetStageAsync(api, "prod")).Value.DeploymentId;
        await host.AnswerAsync(api, 404);
        var second = (await host.Client.CreateDeploymentAsync(api, new() { StageName = "prod" })).Id;

        var diff = await host.Client.GetDeploymentDiffAsync(api, first, second);
        diff.Identical.ShouldBeFalse();
        diff.Changes.ShouldNotBeEmpty();
        (await host.Client.RollbackStageAsync(api, "prod")).Value.DeploymentId.ShouldBe(first);
    }

    [Fact]
    public async Task Says_that_nobody_answers()
    {
        using var http = new HttpClient();
        var refusal = await Should.ThrowAsync<ControlPlaneException>(() => new ControlPlaneClient(http, new Uri("http://127.0.0.1:1")).GetCallerAsync());

        (refusal.Status, refusal.Type).ShouldBe((503, ControlPlaneException.Unreachable));
        refusal.Message.ShouldStartWith("http://127.0.0.1:1 cannot be reached");
    }
}
