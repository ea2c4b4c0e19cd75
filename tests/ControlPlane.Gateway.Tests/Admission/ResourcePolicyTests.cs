using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Admission;

public sealed class ResourcePolicyTests
{
    private const string Denied = """{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********9012:abcdefghij/prod/GET/x""";

    [Theory]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]}""", 200, "")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*/POST/*"}]}""", 403, Denied + "\"}")]
    [InlineData(
        """
        {"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},
         {"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}]}
        """,
        403,
        Denied + " with an explicit deny\"}")]
    [InlineData(
        """{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}}}]}""",
        200,
        "")]
    [InlineData("nonsense", 403, Denied + "\"}")]
    public async Task An_apis_policy_must_allow_a_request(string policy, int status, string body)
    {
        await using var host = await GatewayHost.StartAsync(Sample.Api(Sample.Resource("/x", Sample.Method("GET"))) with { Policy = policy });
        using var response = await host.GetAsync("/x");
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((status, body));
    }
}
