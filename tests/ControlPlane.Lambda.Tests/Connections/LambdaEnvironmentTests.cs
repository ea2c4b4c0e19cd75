using ControlPlane.Lambda.Connections;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Lambda.Tests.Connections;

public sealed class LambdaEnvironmentTests
{
    [Theory]
    [InlineData("http://127.0.0.1:4000/", "AWS_REGION=eu-west-1", "AWS_ENDPOINT_URL=http://127.0.0.1:4000")]
    [InlineData("http://localhost:1/", "AWS_DEFAULT_REGION=eu-west-1", "AWS_ENDPOINT_URL=http://127.0.0.1:4000", "AWS_ENDPOINT_URL_LAMBDA=http://localhost:1")]
    public void A_service_of_this_machine_needs_no_credentials(string address, params string[] variables)
    {
        var (found, signer) = Read(variables);

        (found.AbsoluteUri, signer).ShouldBe((address, null));
    }

    [Fact]
    public void Says_in_one_line_what_is_missing()
    {
        Refuse().ShouldBe("The Lambda service needs a region: set AWS_REGION.");
        Refuse("AWS_REGION=", "AWS_DEFAULT_REGION=").ShouldBe("The Lambda service needs a region: set AWS_REGION.");
        Refuse("AWS_REGION=us-east-1", "AWS_ENDPOINT_URL_LAMBDA=nowhere").ShouldBe("AWS_ENDPOINT_URL_LAMBDA gives no address of the Lambda service: 'nowhere'.");
        Refuse("AWS_REGION=us-east-1", "AWS_ENDPOINT_URL=ftp://x").ShouldBe("AWS_ENDPOINT_URL gives no address of the Lambda service: 'ftp://x'.");
        Refuse("AWS_REGION=not a region").ShouldBe("AWS_REGION gives no address of the Lambda service: 'https://lambda.not a region.amazonaws.com'.");
    }

    [Fact]
    public void A_client_comes_of_it()
    {
        using var client = LambdaClient.FromEnvironment(Variables("AWS_REGION=us-east-1", "AWS_ENDPOINT_URL_LAMBDA=http://127.0.0.1:1"));

        client.Functions.ShouldNotBeNull();
    }

    private static Func<string, string?> Variables(params string[] variables)
    {
        var values = variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return values.GetValueOrDefault;
    }

    private static (Uri Address, ControlPlane.Lambda.Signing.RequestSigner? Signer) Read(params string[] variables) => LambdaEnvironment.Read(Variables(variables));

    private static string Refuse(params string[] variables) => Should.Throw<InvalidOperationException>(() => Read(variables)).Message;
}
