using ControlPlane.Gateway.Admission.Policies;
using ControlPlane.Gateway.Tests.Doubles;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.Admission;

public sealed class PolicyTests
{
    private const string Prefix = "arn:aws:execute-api:us-east-1:123456789012:abcdefghij/";
    private const string Arn = Prefix + "prod/GET/pets/1";

    [Theory]
    [InlineData("Allow", "execute-api:Invoke", Arn, "Allow")]
    [InlineData("Deny", "execute-api:Invoke", Arn, "Deny")]
    [InlineData("Allow", "EXECUTE-API:invoke", "*", "Allow")]
    [InlineData("Allow", "execute-api:*", Prefix + "*", "Allow")]
    [InlineData("Allow", "*", Prefix + "prod/*/pets/?", "Allow")]
    [InlineData("Allow", "execute-api:Inv?ke", Prefix + "prod/GET/*", "Allow")]
    [InlineData("Allow", "execute-api:ManageConnections", "*", "None")]
    [InlineData("Allow", "lambda:*", "*", "None")]
    [InlineData("Allow", "execute-api:Invoke", Prefix + "prod/POST/*", "None")]
    [InlineData("Allow", "execute-api:Invoke", Prefix + "PROD/GET/*", "None")]
    [InlineData("Allow", "execute-api:Invoke", Prefix + "prod/GET/pets", "None")]
    [InlineData("Allow", "execute-api:Invoke", Prefix + "prod/GET/pets/??", "None")]
    [InlineData("Allow", "execute-api:Invoke", "arn:aws:execute-api:*:*:*/prod/GET/pets/1", "Allow")]
    [InlineData("Allow", "execute-api:Invoke", Prefix + "prod/GET/${aws:username}", "None")]
    [InlineData("Deny", "execute-api:Invoke", Prefix + "prod/GET/${aws:username}", "Deny")]
    public void A_statement_says(string effect, string action, string resource, string expected) =>
        Judge($$"""{"Statement":[{"Effect":"{{effect}}","Action":"{{action}}","Resource":"{{resource}}"}]}""").ShouldBe(expected);

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":["a:b","execute-api:Invoke"],"Resource":["x","*"]}""", "Allow")]
    [InlineData("""{"Effect":"Allow","NotAction":"s3:*","Resource":"*"}""", "Allow")]
    [InlineData("""{"Effect":"Allow","NotAction":"execute-api:*","Resource":"*"}""", "None")]
    [InlineData("""{"Effect":"Deny","Action":"*","NotResource":"arn:aws:execute-api:*:*:*/prod/GET/*"}""", "None")]
    [InlineData("""{"Effect":"Deny","Action":"*","NotResource":"arn:aws:execute-api:*:*:*/test/*"}""", "Deny")]
    [InlineData("""[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*/pets/1"}]""", "Deny")]
    [InlineData("""[{"Effect":"Deny","Action":"*","Resource":"*/pets/2"},{"Effect":"Allow","Action":"*","Resource":"*"}]""", "Allow")]
    [InlineData("[]", "None")]
    public void Statements_together_say(string statements, string expected) => Judge($$"""{"Version":"2012-10-17","Statement":{{statements}}}""").ShouldBe(expected);

    [Theory]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}""", true)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":["198.51.100.0/24","192.0.2.1"]}}""", true)]
    [InlineData("""{"IpAddress":{"AWS:sourceip":"192.0.2.77/24"}}""", true)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}}""", false)]
    [InlineData("""{"NotIpAddress":{"aws:SourceIp":"198.51.100.0/24"}}""", true)]
    [InlineData("""{"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}}""", false)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"nonsense"}}""", null)]
    [InlineData("""{"StringEquals":{"aws:SourceVpce":"vpce-1"}}""", false)]
    [InlineData("""{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}""", true)]
    [InlineData("""{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"}}""", true)]
    [InlineData("""{"StringLike":{"aws:UserAgent":"cur?/*"}}""", true)]
    [InlineData("""{"StringNotLike":{"aws:UserAgent":"curl/*"}}""", false)]
    [InlineData("""{"StringEquals":{"aws:UserAgent":"CURL/8"}}""", false)]
    [InlineData("""{"StringEqualsIgnoreCase":{"aws:UserAgent":"CURL/8"}}""", true)]
    [InlineData("""{"Bool":{"aws:SecureTransport":true}}""", true)]
    [InlineData("""{"Bool":{"aws:SecureTransport":"false"}}""", false)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"},"StringLike":{"aws:UserAgent":"x*"}}""", false)]
    [InlineData("""{"StringEquals":{"aws:PrincipalTag/x":"y"}}""", null)]
    [InlineData("""{"DateGreaterThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}}""", null)]
    [InlineData("""{"ForAnyValue:StringEquals":{"aws:UserAgent":"curl/8"}}""", null)]
    [InlineData("""{"StringEquals":{"aws:UserAgent":"${aws:Referer}"}}""", null)]
    public void A_condition_that_cannot_be_told_allows_nothing_and_denies_all(string condition, bool? met)
    {
        string Of(string effect) => Judge($$"""{"Statement":{"Effect":"{{effect}}","Action":"*","Resource":"*","Condition":{{condition}} } }""");
        Of("Allow").ShouldBe(met == true ? "Allow" : "None");
        Of("Deny").ShouldBe(met == false ? "None" : "Deny");
    }

    [Theory]
    [InlineData("\"*\"", true)]
    [InlineData("""{"AWS":"*"}""", true)]
    [InlineData("""{"AWS":["arn:aws:iam::1:root","*"]}""", true)]
    [InlineData("""{"AWS":"arn:aws:iam::123456789012:root"}""", false)]
    [InlineData("""{"Service":"*"}""", false)]
    public void A_principal_other_than_everyone_allows_nobody_and_denies_all(string principal, bool everyone)
    {
        string Of(string effect) => Judge($$"""{"Statement":{"Effect":"{{effect}}","Principal":{{principal}},"Action":"*","Resource":"execute-api:/prod/GET/*"} }""", Prefix);
        Of("Allow").ShouldBe(everyone ? "Allow" : "None");
        Of("Deny").ShouldBe("Deny");
        Judge($$"""{"Statement":{"Effect":"Deny","Principal":{{principal}},"Action":"*","Resource":"execute-api:/prod/POST/*"} }""", Prefix).ShouldBe("None");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("""{"Statement":"x"}""")]
    [InlineData("""{"Statement":[1]}""")]
    [InlineData("""{"Statement":{"Effect":"allow","Action":"*","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Action":"*","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":{},"Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":[]}}""")]
    public void What_is_no_policy_is_none(string text)
    {
        PolicyDocument.Parse(text, null, out var problem).ShouldBeNull();
        problem.ShouldNotBeEmpty();
    }

    [Fact]
    public void Wildcards_match_as_a_simple_reading_of_them_does() => Prop.ForAll(
        Gen.Zip(Words("ab*?"), Words("ab")).ToArbitrary(),
        sample => Wildcards.Matches(sample.Item1, sample.Item2) == Simple(sample.Item1, sample.Item2)).QuickCheckThrowOnFailure();

    [Fact]
    public void Hostile_wildcards_end() =>
        Wildcards.Matches(string.Concat(Enumerable.Repeat("*a", 2000)) + "b", new string('a', 8000)).ShouldBeFalse();

    private static Gen<string> Words(string letters) => Gen.ListOf(Gen.Elements(letters.ToCharArray())).Select(list => string.Concat(list.Take(8)));

    private static bool Simple(string pattern, string text) => pattern.Length == 0
        ? text.Length == 0
        : pattern[0] == '*'
            ? Simple(pattern[1..], text) || (text.Length > 0 && Simple(pattern, text[1..]))
            : text.Length > 0 && (pattern[0] == '?' || pattern[0] == text[0]) && Simple(pattern[1..], text[1..]);

    private static string Judge(string policy, string? arnPrefix = null)
    {
        var request = FakeExchange.Matched("GET", "/pets/1", headers: [("User-Agent", "curl/8")]);
        return PolicyDocument.Parse(policy, arnPrefix, out var problem).ShouldNotBeNull(problem).Judge(new PolicyRequest(Arn, request)).ToString();
    }
}
