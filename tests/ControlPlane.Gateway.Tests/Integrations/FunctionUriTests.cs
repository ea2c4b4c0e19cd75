using ControlPlane.Gateway.Integrations;

namespace ControlPlane.Gateway.Tests.Integrations;

public sealed class FunctionUriTests
{
    private const string Prefix = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/";

    [Theory]
    [InlineData(Prefix + "arn:aws:lambda:us-east-1:1:function:f/invocations", "arn:aws:lambda:us-east-1:1:function:f")]
    [InlineData(Prefix + "arn:aws:lambda:us-east-1:1:function:f:live/invocations", "arn:aws:lambda:us-east-1:1:function:f:live")]
    [InlineData(Prefix + "arn:aws:lambda:us-east-1:1:function:f:/invocations", null)]
    [InlineData(Prefix + "/invocations", null)]
    [InlineData(Prefix + "invocations", null)]
    [InlineData("arn:aws:apigateway:us-east-1:s3:path/bucket", null)]
    [InlineData("http://example.com", null)]
    [InlineData("", null)]
    public void Finds_the_function(string uri, string? function) => FunctionUri.FindFunction(uri).ShouldBe(function);
}
