using System.Text.Json;
using ControlPlane.Lambda.Functions;

namespace ControlPlane.Lambda.Tests.Functions;

public sealed class FunctionPolicyTests
{
    private const string Source = "arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/pets/*";

    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":["lambda:GetPolicy","lambda:Invoke*"]}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"Service":["s3.amazonaws.com","apigateway.amazonaws.com"]},"Action":"*"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"lambda:InvokeFunction"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunctionUrl"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"*","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:us-east-1:123456789012:abc/*/GET/pets/*"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"*","Condition":{"ArnLike":{"aws:SourceArn":["x","arn:aws:execute-api:*:abc/*"]}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"*","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:us-east-1:123456789012:abc/*/POST/*"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"*","Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"*","Condition":{"StringEquals":{"AWS:SourceAccount":"999999999999"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"*"},{"Effect":"Deny","Principal":"*","Action":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"*"},{"Effect":"Deny","Principal":"*","Action":"*","Condition":{"StringLike":{"aws:SourceArn":"*/POST/*"}}}""", true)]
    public void Service_is_allowed_by_what_is_known_to_meet_it(string statements, bool allowed)
    {
        var policy = FunctionPolicy.Parse($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""");
        policy.Allows("apigateway.amazonaws.com", Source, "123456789012").ShouldBe(allowed);
    }

    [Fact]
    public void No_policy_allows_nothing() => FunctionPolicy.None.Allows("apigateway.amazonaws.com", Source, "123456789012").ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void What_is_no_policy_is_refused(string text) => Should.Throw<JsonException>(() => FunctionPolicy.Parse(text));

    [Theory]
    [InlineData("pets", "pets", null, "pets", false)]
    [InlineData("pets:live", "pets", "live", "pets", true)]
    [InlineData("pets:7", "pets", "7", "pets", false)]
    [InlineData("pets:$LATEST", "pets", "$LATEST", "pets", false)]
    [InlineData("123456789012:function:pets:live", "123456789012:function:pets", "live", "pets", true)]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:pets", "arn:aws:lambda:eu-west-1:123456789012:function:pets", null, "pets", false)]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:pets:live", "arn:aws:lambda:eu-west-1:123456789012:function:pets", "live", "pets", true)]
    public void Names_are_taken_apart(string text, string unqualified, string? qualifier, string name, bool isAlias)
    {
        var parsed = FunctionName.Parse(text);
        (parsed.Unqualified, parsed.Qualifier, parsed.Name, parsed.IsAlias).ShouldBe((unqualified, qualifier, name, isAlias));
    }
}
