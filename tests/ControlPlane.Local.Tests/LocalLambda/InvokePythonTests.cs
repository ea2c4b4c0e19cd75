namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class InvokePythonTests
{
    [Fact]
    public async Task Event_and_result_travel_as_json()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("echo", Package.EchoPython);

        var answer = (await app.InvokeAsync("echo", """{"a":[1,2.5,null,true],"text":"grüße ☕"}""")).ShouldSucceed();

        answer.Text.ShouldBe("""{"a": [1, 2.5, null, true], "text": "grüße ☕"}""");
        answer.Header("X-Amz-Executed-Version").ShouldBe("$LATEST");
        (await app.InvokeAsync("echo", string.Empty)).ShouldSucceed().Text.ShouldBe("{}");
    }

    [Fact]
    public async Task Context_says_who_is_called_and_how_much_time_is_left()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("who", """
            import os
            def handler(event, c):
                print("printed")
                return {
                    "id": c.aws_request_id, "name": c.function_name, "version": c.function_version, "arn": c.invoked_function_arn,
                    "memory": c.memory_limit_in_mb, "group": c.log_group_name, "left": c.get_remaining_time_in_millis(),
                    "custom": c.client_context.custom, "app": c.client_context.client.app_title,
                    "region": os.environ["AWS_REGION"], "own": os.environ["OWN"], "env": sorted(os.environ),
                }
            """, body => body["Environment"] = System.Text.Json.Nodes.JsonNode.Parse("""{"Variables":{"OWN":"v"}}"""));
        var context = Convert.ToBase64String("""{"client":{"app_title":"t"},"custom":{"k":"ü"}}"""u8);

        var answer = (await app.InvokeAsync("who", "{}", ("X-Amz-Client-Context", context), ("X-Amz-Log-Type", "Tail"))).ShouldSucceed();

        answer["id"].ShouldBe(answer.Header("x-amzn-RequestId"));
        answer["name"].ShouldBe("who");
        answer["version"].ShouldBe("$LATEST");
        answer["arn"].ShouldBe("arn:aws:lambda:us-east-1:123456789012:function:who");
        answer["memory"].ShouldBe("128");
        answer["group"].ShouldBe("/aws/lambda/who");
        int.Parse(answer["left"]).ShouldBeInRange(1, 3000);
        answer.Json["custom"]!["k"]!.ToString().ShouldBe("ü");
        answer["app"].ShouldBe("t");
        answer["region"].ShouldBe("us-east-1");
        answer["own"].ShouldBe("v");
        var names = answer.Json["env"]!.AsArray().Select(n => n!.ToString()).ToList();
        names.ShouldContain("LAMBDA_TASK_ROOT");
        names.ShouldNotContain("DOTNET_CLI_TELEMETRY_OPTOUT");
        answer.LogTail.ShouldMatch(@"\ASTART RequestId: \S+ Version: \$LATEST\nprinted\nEND RequestId: \S+\nREPORT RequestId: \S+\tDuration: [0-9.]+ ms\tBilled Duration: [0-9]+ ms\tMemory Size: 128 MB\tMax Memory Used: [0-9]+ MB\tInit Duration: [0-9.]+ ms\t\n\z");
    }
}
