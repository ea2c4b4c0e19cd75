using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Rollouts;

public sealed class RolloutTests : ApiTest
{
    private const string Plan = """{"steps":[{"percentTraffic":10,"durationSeconds":60}]}""";

    public static TheoryData<string, string> Refused => new()
    {
        { "{}", "A rollout needs a plan" },
        { """{"preset":"Canary99"}""", "Unknown preset: Canary99" },
        { """{"steps":[{"percentTraffic":10}]}""", "steps[0].durationSeconds: 0" },
        { """{"steps":[{"percentTraffic":"10","durationSeconds":60}]}""", "Invalid steps[0].percentTraffic: it must be a number" },
        { """{"steps":[{"durationSeconds":60}]}""", "Invalid steps[0]: percentTraffic is missing" },
        { """{"steps":[{"percentTraffic":10,"durationSeconds":1.5}]}""", "Invalid steps[0].durationSeconds: it must be a whole number" },
        { """{"steps":{}}""", "Invalid steps: it must be a list of objects" },
        { """{"steps":[{"percentTraffic":10,"duration":60}]}""", "Unknown member steps[0].duration. There are [steps[0].percentTraffic, " },
        { """{"preset":"AllAtOnce","analysis":{"minimumRequest":5}}""", "Unknown member analysis.minimumRequest" },
        { """{"preset":"AllAtOnce","analysis":{"maxErrorRate":0.01,"maxErrorRateIncrease":0.05}}""", "contradicts analysis.maxErrorRate" },
        { """{"preset":"AllAtOnce","onInconclusive":"maybe"}""", "putRolloutInput.onInconclusive" },
        { """{"preset":"AllAtOnce","hooks":[{"name":"a","url":"ftp://x"}]}""", "Invalid hooks[0]" },
        { """{"preset":"AllAtOnce","hooks":[{"url":"http://x"}]}""", "Invalid hooks[0]: name is missing" },
        { """{"preset":"AllAtOnce","providers":[{"name":"a","url":"http://x"}]}""", "Invalid providers[0]: kind is missing" },
        { """{"preset":"AllAtOnce","providers":[{"name":"a","kind":"http","url":"http://x"}]}""", "Invalid providers[0].successWhen" },
        { """{"preset":"AllAtOnce","notifications":[{"kind":"sns","topicArn":"x"}]}""", "Invalid notifications[0].topicArn" },
        { """{"preset":"AllAtOnce","notifications":[{"url":"http://x","secret":"short"}]}""", "Invalid notifications[0].secret" },
        { """{"preset":"AllAtOnce","target":{"kind":"aliases"}}""", "Invalid target.aliases" },
        { """{"preset":"AllAtOnce","target":{"aliases":[{"functionName":"f","alias":"live","fromVersion":"1","toVersion":"1"}]}}""", "Invalid target.aliases[0]" },
        { """{"steps":[{"percentTraffic":2,"durationSeconds":60}]}""", "The canary has 5 percent already" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_a_rollout_is_refused_by_the_name_of_the_member(string body, string message)
    {
        var stage = await CanaryAsync(5);

        var reply = await App.PutAsync($"{stage}/rollout", body);

        reply.Status.ShouldBe(400, reply.Body);
        reply["message"].ShouldContain(message);
        (await App.GetAsync($"{stage}/rollout")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_stage_without_a_canary_has_nothing_to_roll_out()
    {
        var (api, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/rollout", Plan)).ShouldBeError(
            400, "BadRequestException", "Stage prod has no canary to roll out. Create one first: CreateDeployment with canarySettings, at 0 percent.");
        (await App.PutAsync($"{api}/stages/none/rollout", Plan)).Status.ShouldBe(404);
        foreach (var action in new[] { "approve", "pause", "resume", "abort" })
        {
            (await App.PostAsync($"{stage}/rollout/{action}")).ShouldBeError(404, "NotFoundException", "No rollout runs on stage prod");
        }

        (await App.GetAsync($"{stage}/rollout?wait=301")).ShouldBeError(400, "BadRequestException", "Invalid wait: 301. It must be a whole number of seconds from 0 to 300");
    }

    [Fact]
    public async Task A_rollout_is_shown_from_its_start_and_one_at_a_time()
    {
        var stage = await CanaryAsync(0);
        var started = await App.PutAsync($"{stage}/rollout", """{"preset":"Canary10Percent5Minutes","notifications":[{"url":"http://127.0.0.1:9/","secret":"0123456789abcdef"}]}""");

        started.ShouldSucceed();
        (started["state"], started["step"], started["percentTraffic"], started["phase"]).ShouldBe(("running", "0", "10", "step"));
        started.Body.ShouldNotContain("0123456789abcdef");
        started.Body.ShouldContain("\"steps\":[{\"percentTraffic\":10,\"durationSeconds\":300,\"waitForApproval\":false}]");
        var shown = await App.GetAsync(stage);
        shown["rolloutId"].ShouldBe(started["id"]);
        shown.Body.ShouldContain("\"percentTraffic\":10");
        (await App.PutAsync($"{stage}/rollout", Plan)).Status.ShouldBe(409);
        (await App.DeleteAsync($"{stage}/rollout")).ShouldSucceed()["state"].ShouldBe("aborted");
        (await App.GetAsync($"{stage}/rollout?wait=300")).ShouldSucceed()["state"].ShouldBe("aborted");
        (await App.GetAsync(stage)).Body.ShouldNotContain("canarySettings");
    }

    [Fact]
    public async Task A_repeated_start_starts_once()
    {
        var stage = await CanaryAsync(0);
        var first = (await App.PutAsync($"{stage}/rollout", Plan, ("Idempotency-Key", "ci-1"))).ShouldSucceed();
        (await App.PutAsync($"{stage}/rollout", Plan, ("Idempotency-Key", "ci-1"))).ShouldSucceed()["id"].ShouldBe(first["id"]);
        (await App.GetAsync($"{stage}/rollouts")).ShouldSucceed();
    }

    [Fact]
    public async Task A_start_that_fails_at_any_write_starts_nothing_or_can_be_told_to_be_running()
    {
        for (var n = 1; ; n++)
        {
            var stage = await CanaryAsync(0);
            App.Store.FailFromWrite(n);
            var reply = await App.PutAsync($"{stage}/rollout", Plan);
            App.Store.Heal();
            var running = (await App.GetAsync(stage)).Body.Contains("rolloutId", StringComparison.Ordinal);
            if (reply.Status < 300)
            {
                running.ShouldBeTrue();
                n.ShouldBeGreaterThan(2);
                return;
            }

            reply.Status.ShouldBe(503);
            if (!running)
            {
                (await App.PutAsync($"{stage}/rollout", Plan)).ShouldSucceed();
            }

            (await App.GetAsync($"{stage}/rollout")).ShouldSucceed()["state"].ShouldBe("running");
        }
    }

    [Fact]
    public async Task A_policy_is_kept_and_shown()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.GetAsync($"{stage}/rolloutpolicy")).ShouldSucceed()["onDeployment"].ShouldBe("reject");
        (await App.PutAsync($"{stage}/rolloutpolicy", """{"onDeployment":"queue"}""")).ShouldSucceed()["onDeployment"].ShouldBe("queue");
        (await App.GetAsync(stage)).Body.ShouldContain("\"rolloutPolicy\":{\"onDeployment\":\"queue\"}");
        (await App.PutAsync($"{stage}/rolloutpolicy", """{"onDeployment":"wait"}""")).Status.ShouldBe(400);
    }

    private async Task<string> CanaryAsync(int percent)
    {
        var (api, stage, _) = await CreateStageAsync();
        await DeployAsync(api, $$$"""{"stageName":"prod","canarySettings":{"percentTraffic":{{{percent}}},"stageVariableOverrides":{"a":"b"} } }""");
        return stage;
    }
}
