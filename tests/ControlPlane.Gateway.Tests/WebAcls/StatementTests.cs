using ControlPlane.Domain.WebAcls;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Gateway.WebAcls.Rates;
using ControlPlane.Gateway.WebAcls.Statements;
using ControlPlane.Testing;

namespace ControlPlane.Gateway.Tests.WebAcls;

/// <summary>Statements over a POST of ten bytes from 192.0.2.1 to <c>/prod/pets/7?a=bc</c>.</summary>
public sealed class StatementTests
{
    [Theory]
    [InlineData("""{"ipSet":{"addresses":["192.0.2.0/24"]}}""", true)]
    [InlineData("""{"ipSet":{"addresses":["::ffff:192.0.2.0/120"]}}""", true)]
    [InlineData("""{"ipSet":{"addresses":["198.51.100.0/24","2001:db8::/32"]}}""", false)]
    [InlineData("""{"geoMatch":{"countryCodes":["DE","KR"]}}""", true)]
    [InlineData("""{"geoMatch":{"countryCodes":["DE"]}}""", false)]
    [InlineData("""{"geoMatch":{"countryCodes":["FR"],"headerName":"x-country"}}""", true)]
    [InlineData("""{"geoMatch":{"countryCodes":["FR"],"headerName":"X-Absent"}}""", false)]
    [InlineData("""{"methods":["PUT","POST"]}""", true)]
    [InlineData("""{"methods":["GET"]}""", false)]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"EQ","size":10}}""", true)]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"NE","size":10}}""", false)]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"GT","size":9}}""", true)]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"GT","size":10}}""", false)]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"GE","size":10}}""", true)]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"LT","size":10}}""", false)]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"LE","size":10}}""", true)]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"URI_PATH","comparisonOperator":"EQ","size":12}}""", true)]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"QUERY_STRING","comparisonOperator":"EQ","size":4}}""", true)]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"HEADERS","comparisonOperator":"EQ","size":38}}""", true)]
    [InlineData("""{"not":{"methods":["GET"]}}""", true)]
    [InlineData("""{"and":[{"methods":["POST"]},{"ipSet":{"addresses":["192.0.2.0/24"]}}]}""", true)]
    [InlineData("""{"and":[{"methods":["POST"]},{"ipSet":{"addresses":["10.0.0.0/8"]}}]}""", false)]
    [InlineData("""{"or":[{"methods":["GET"]},{"ipSet":{"addresses":["192.0.2.0/24"]}}]}""", true)]
    [InlineData("""{"or":[{"methods":["GET"]},{"ipSet":{"addresses":["10.0.0.0/8"]}}]}""", false)]
    public void A_statement_matches(string statement, bool matches) => Compile(statement).Matches(Request()).ShouldBe(matches);

    [Fact]
    public void The_verb_that_will_be_run_is_the_one_that_counts()
    {
        var request = FakeExchange.Matched("GET", "/pets/7", headers: [("X-HTTP-Method-Override", "get")]);
        Compile("""{"methods":["GET"]}""").Matches(request).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"limit":2}""", "", "", true)]
    [InlineData("""{"limit":3}""", "", "", false)]
    [InlineData("""{"limit":2,"aggregateKey":"HEADER","headerName":"X-Tenant"}""", "", "", false)]
    [InlineData("""{"limit":2,"aggregateKey":"HEADER","headerName":"X-Tenant"}""", "a", "a", true)]
    [InlineData("""{"limit":2,"aggregateKey":"HEADER","headerName":"X-Tenant"}""", "a", "b", false)]
    [InlineData("""{"limit":2,"aggregateKey":"FORWARDED_IP","headerName":"X-Tenant"}""", "10.0.0.1, 10.9.9.9", "10.0.0.1", true)]
    [InlineData("""{"limit":2,"aggregateKey":"FORWARDED_IP","headerName":"X-Tenant"}""", "10.0.0.1", "10.0.0.2", false)]
    [InlineData("""{"limit":2,"aggregateKey":"FORWARDED_IP","headerName":"X-Tenant"}""", "2001:db8::1", "2001:db8::2", true)]
    [InlineData("""{"limit":2,"aggregateKey":"FORWARDED_IP","headerName":"X-Tenant"}""", "2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("""{"limit":2,"aggregateKey":"FORWARDED_IP","headerName":"X-Tenant"}""", "nonsense", "", true)]
    [InlineData("""{"limit":2,"scopeDown":{"methods":["GET"]}}""", "", "", false)]
    [InlineData("""{"limit":2,"scopeDown":{"methods":["POST"]}}""", "", "", true)]
    public void The_third_request_of_a_client_is_one_too_many(string rate, string first, string others, bool matches)
    {
        var matcher = Compile($$"""{"rateBased":{{rate}}}""");
        matcher.Matches(Request(first)).ShouldBeFalse();
        matcher.Matches(Request(others)).ShouldBeFalse();
        matcher.Matches(Request(others)).ShouldBe(matches);
    }

    private static StatementMatcher Compile(string statement) => StatementCompiler.Compile(
        WebAclStatement.Parse(statement), rate => new RateTable(TimeSpan.TicksPerSecond, rate.WindowSeconds, 64));

    private static RequestContext Request(string tenant = "")
    {
        List<(string, string)> headers = [("CloudFront-Viewer-Country", "KR"), ("X-Country", "fr")];
        if (tenant.Length > 0)
        {
            headers.Add(("X-Tenant", tenant));
        }

        return FakeExchange.Matched("POST", "/pets/7", "a=bc", "0123456789", headers, time: new VirtualClock());
    }
}
