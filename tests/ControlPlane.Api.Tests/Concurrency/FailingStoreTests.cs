using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Concurrency;

/// <summary>The store fails at each write in turn; whatever happens, every stage serves a deployment that can be read.</summary>
public sealed class FailingStoreTests : ApiTest
{
    public static TheoryData<string, string, string> Changes => new()
    {
        { "POST", "API/deployments", """{"stageName":"prod"}""" },
        { "POST", "API/deployments", """{"stageName":"new"}""" },
        { "POST", "API/deployments", """{"stageName":"prod","canarySettings":{"percentTraffic":5}}""" },
        { "POST", "API/stages", """{"stageName":"new","deploymentId":"SPARE"}""" },
        { "PATCH", "API/stages/prod", """{"patchOperations":[{"op":"replace","path":"/deploymentId","value":"SPARE"},{"op":"replace","path":"/variables/a","value":"new"}]}""" },
        { "DELETE", "API/stages/prod", "" },
        { "POST", "API/stages/prod/rollback", "{}" },
        { "POST", "API/stages/beta/canary/promotion", "{}" },
        { "DELETE", "API/deployments/SPARE", "" },
        { "DELETE", "API/resources/CHILD", "" },
        { "DELETE", "API", "" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task FailingAtEachWrite_LeavesNothingHalfApplied(string method, string path, string body)
    {
        for (var n = 1; ; n++)
        {
            n.ShouldBeLessThan(100);
            var (api, _, root) = await CreateApiAsync();
            var child = (await App.PostAsync($"{api}/resources/{root}", """{"pathPart":"x"}"""))["id"];
            (await App.PutAsync($"{api}/resources/{child}/methods/GET", """{"authorizationType":"NONE"}""")).ShouldSucceed();
            (await App.PutAsync($"{api}/resources/{child}/methods/GET/integration", """{"type":"MOCK"}""")).ShouldSucceed();
            var spare = await DeployAsync(api);
            await DeployAsync(api, """{"stageName":"prod","variables":{"a":"old"}}""");
            await DeployAsync(api, """{"stageName":"prod"}""");
            await DeployAsync(api, """{"stageName":"beta"}""");
            await DeployAsync(api, """{"stageName":"beta","canarySettings":{"stageVariableOverrides":{"a":"b"}}}""");
            string Fill(string text) => text.Replace("API", api, StringComparison.Ordinal).Replace("SPARE", spare, StringComparison.Ordinal).Replace("CHILD", child, StringComparison.Ordinal);

            var before = (await App.GetAsync($"{api}/stages")).Body;
            App.Store.FailFromWrite(n);
            var reply = await App.SendAsync(method, Fill(path), body.Length == 0 ? null : Fill(body));
            App.Store.Heal();
            await CheckStagesAsync(api);
            if (reply.Status < 300)
            {
                n.ShouldBeGreaterThan(1, "nothing was written");
                return;
            }

            reply.ShouldBeError(503, "ServiceUnavailableException", "The configuration store is not available. Please try again later.").Header("Retry-After").ShouldBe("1");
            if (method is "POST" or "PATCH")
            {
                // The one write that makes a difference to a stage did not happen.
                (await App.GetAsync($"{api}/stages")).ShouldBe(200, before);
            }

            // The caller does as told and tries again.
            var again = await App.SendAsync(method, Fill(path), body.Length == 0 ? null : Fill(body));
            (again.Status is < 300 or 404).ShouldBeTrue(again.Body);
            await CheckStagesAsync(api);
        }
    }

    [Fact]
    public async Task ApiDeletion_ThatFailed_IsFinishedByItsRepetition()
    {
        for (var n = 2; ; n++)
        {
            var (api, stage, _) = await CreateStageAsync();
            App.Store.FailFromWrite(n);
            var reply = await App.DeleteAsync(api);
            App.Store.Heal();
            if (reply.Status == 202)
            {
                n.ShouldBeGreaterThan(3);
                return;
            }

            reply.Status.ShouldBe(503);
            (await App.GetAsync(api)).Status.ShouldBe(404);
            (await App.DeleteAsync(api)).ShouldBeEmpty(202);
            (await App.GetAsync(stage)).Status.ShouldBe(404);
            (await App.DeleteAsync(api)).Status.ShouldBe(404);
            App.Observer.Heard.ShouldContain($"api {api.Split('/')[^1]}");
        }
    }

    private async Task CheckStagesAsync(string api)
    {
        var stages = await App.GetAsync($"{api}/stages");
        if (stages.Status == 404)
        {
            return;
        }

        foreach (var stage in stages.Json["item"]!.AsArray())
        {
            foreach (var id in new[] { stage!["deploymentId"], stage["canarySettings"]?["deploymentId"] }.OfType<System.Text.Json.Nodes.JsonNode>())
            {
                (await App.GetAsync($"{api}/deployments/{id}?embed=apisummary")).ShouldSucceed().Json["apiSummary"].ShouldNotBeNull();
            }

            (await App.GetAsync($"{api}/stages/{stage["stageName"]}/history")).ShouldSucceed();
        }
    }
}
