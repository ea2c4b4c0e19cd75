using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>The AWS CLI with the service model the host prints: <c>aws controlplane ...</c>.</summary>
public abstract class ServiceModelTests(RunningHost running)
{
    [Fact]
    public async Task Releases_with_a_canary()
    {
        var output = await RunAsync("""
            api=$(cp create-rest-api --name ci --query id)
            root=$(cp get-resources --rest-api-id $api --query 'items[0].id')
            cp put-method --rest-api-id $api --resource-id $root --http-method GET --authorization-type NONE > /dev/null
            cp put-method-response --rest-api-id $api --resource-id $root --http-method GET --status-code 200 > /dev/null
            cp put-integration --rest-api-id $api --resource-id $root --http-method GET --type MOCK \
                --request-templates '{"application/json": "{\"statusCode\": 200}"}' > /dev/null
            answer() {
                cp put-integration-response --rest-api-id $api --resource-id $root --http-method GET --status-code 200 \
                    --response-templates "{\"application/json\": \"$1\"}" > /dev/null
            }
            answer one
            cp create-deployment --rest-api-id $api --stage-name prod --variables colour=blue > /dev/null
            answer two
            cp create-deployment --rest-api-id $api --stage-name prod --canary-settings percentTraffic=0 > /dev/null
            curl -s $gateway/$api/prod/; echo
            cp update-stage --rest-api-id $api --stage-name prod --patch-operations op=replace,path=/canarySettings/percentTraffic,value=100 > /dev/null
            curl -s $gateway/$api/prod/; echo
            cp promote-canary --rest-api-id $api --stage-name prod --query variables.colour
            cp get-stage --rest-api-id $api --stage-name prod --query canarySettings
            cp rollback-stage --rest-api-id $api --stage-name prod > /dev/null
            curl -s $gateway/$api/prod/; echo
            cp get-stage-history --rest-api-id $api --stage-name prod --limit 2 --query 'items[].type'
            cp tag-resource --resource-arn arn:aws:apigateway:us-east-1::/restapis/$api --tags team=web
            cp get-tags --resource-arn arn:aws:apigateway:us-east-1::/restapis/$api --query tags.team
            """);

        output.ShouldBe("one\ntwo\nblue\nNone\none\nROLLBACK\tPROMOTION\nweb\n");
    }

    [Fact]
    public async Task Imports_and_exports_documents()
    {
        var output = await RunAsync("""
            echo '{"openapi":"3.0.1","info":{"title":"shop","version":"7"},"paths":{"/a":{"get":{"x-amazon-apigateway-integration":{"type":"mock"}}}}}' > api.json
            api=$(cp import-rest-api --body fileb://api.json --parameters basepath=prepend --query id)
            cp put-rest-api --rest-api-id $api --mode overwrite --body fileb://api.json --query name
            cp create-deployment --rest-api-id $api --stage-name prod > /dev/null
            cp get-export --rest-api-id $api --stage-name prod --export-type swagger --parameters extensions=integrations export.json --query contentDisposition
            cp import-rest-api --body fileb://export.json --query version
            """);

        output.ShouldBe("shop\nattachment; filename=\"swagger_7.json\"\n7\n");
    }

    [Fact]
    public async Task Names_the_errors()
    {
        var output = await RunAsync("""
            api=$(cp create-rest-api --name ci --query id)
            cp promote-canary --rest-api-id $api --stage-name prod 2>&1 || true
            cp update-stage --rest-api-id $api --stage-name prod --if-match '"1"' 2>&1 || true
            """);

        output.ShouldContain("An error occurred (NotFoundException) when calling the PromoteCanary operation: Invalid Stage identifier specified");
        output.ShouldContain("(NotFoundException) when calling the UpdateStage operation");
    }

    private async Task<string> RunAsync(string commands)
    {
        await Requirements.AwsCliAsync();
        await Requirements.CurlAsync();
        using var home = new TempFolder();
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = home.Path,
            ["AWS_ACCESS_KEY_ID"] = "ci",
            ["AWS_SECRET_ACCESS_KEY"] = "ci",
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_PAGER"] = "",
            ["NO_PROXY"] = "127.0.0.1,localhost",
            ["gateway"] = running.Process.Gateway.GetLeftPart(UriPartial.Authority),
        };
        var script = $$"""
            set -euo pipefail
            dotnet exec '{{BuildPaths.Host}}' service-model > controlplane.json
            aws configure add-model --service-model file://controlplane.json --service-name controlplane
            cp() { aws controlplane --endpoint-url {{running.Process.Control}} --output text "$@"; }
            {{commands}}
            """;
        var result = await Command.RunAsync("bash", ["-c", script], TimeSpan.FromMinutes(3), environment, home.Path);
        result.ExitCode.ShouldBe(0, result.Error + result.Output);
        return result.Output;
    }
}

public sealed class ServiceModelTestsOnSqlite(SqliteHost host) : ServiceModelTests(host), IClassFixture<SqliteHost>;

public sealed class ServiceModelTestsOnDynamoDb(DynamoDbHost host) : ServiceModelTests(host), IClassFixture<DynamoDbHost>;
