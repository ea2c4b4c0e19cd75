using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>A stage tells the custom domains that the AWS CLI gave it, and they lead there.</summary>
public abstract class StageDomainTests(RunningHost running)
{
    [Fact]
    public async Task Domains_of_a_stage_are_those_that_lead_there()
    {
        await Requirements.AwsCliAsync();
        using var control = new ControlClient(running.Process);
        var api = await SampleApi.CreateMockAsync(control, "domains");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
        await SampleApi.DeployAsync(control, api, """{"stageName":"test"}""");
        await AwsAsync(
            "create-domain-name",
            "--domain-name",
            "shop.example.com",
            "--regional-certificate-arn",
            "arn:aws:acm:us-east-1:123456789012:certificate/c1",
            "--endpoint-configuration",
            "types=REGIONAL",
            "--security-policy",
            "TLS_1_2");
        await AwsAsync("create-base-path-mapping", "--domain-name", "shop.example.com", "--rest-api-id", api, "--stage", "prod");
        await AwsAsync("create-base-path-mapping", "--domain-name", "shop.example.com", "--base-path", "v1", "--rest-api-id", api);

        (await control.GetAsync($"/restapis/{api}/stages/prod/domains")).ToJsonString().ShouldBe(Domains("""{"basePath":"(none)","stage":"prod","path":"/"},{"basePath":"v1","path":"/v1/prod"}"""));
        (await control.GetAsync($"/restapis/{api}/stages/test/domains")).ToJsonString().ShouldBe(Domains("""{"basePath":"v1","path":"/v1/test"}"""));
        (await StatusesAsync("/", "/v1/prod", "/v1/test", "/v1/other")).ShouldBe([200, 200, 200, 403]);

        await AwsAsync("delete-base-path-mapping", "--domain-name", "shop.example.com", "--base-path", "v1");
        (await control.GetAsync($"/restapis/{api}/stages/test/domains")).ToJsonString().ShouldBe("""{"item":[]}""");
    }

    private static string Domains(string paths) =>
        $$"""{"item":[{"domainName":"shop.example.com","regionalCertificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/c1","endpointConfiguration":{"types":["REGIONAL"]},"securityPolicy":"TLS_1_2","paths":[{{paths}}]}]}""";

    private async Task<List<int>> StatusesAsync(params string[] paths)
    {
        using var client = new HttpClient();
        var statuses = new List<int>();
        foreach (var path in paths)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(running.Process.Gateway, path));
            request.Headers.Host = "shop.example.com";
            using var response = await client.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }

    private Task AwsAsync(params string[] arguments) => AwsCli.ApiGatewayAsync(running.Process, arguments);
}

/// <summary>On SQLite.</summary>
public sealed class StageDomainTestsOnSqlite(SqliteHost host) : StageDomainTests(host), IClassFixture<SqliteHost>;

/// <summary>On DynamoDB.</summary>
public sealed class StageDomainTestsOnDynamoDb(DynamoDbHost host) : StageDomainTests(host), IClassFixture<DynamoDbHost>;
