using System.Text.Json;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Tests.Stages;
using ControlPlane.Domain.WebAcls;

namespace ControlPlane.Domain.Tests.WebAcls;

public sealed class WebAclRulesTests
{
    private const string Methods = """{"methods":["GET"]}""";

    [Theory]
    [InlineData("""{"ipSet":{"addresses":["192.0.2.0/24","2001:db8::/32","198.51.100.7/32","192.0.2.77/1"]}}""")]
    [InlineData("""{"geoMatch":{"countryCodes":["KR","DE"]}}""")]
    [InlineData("""{"geoMatch":{"countryCodes":["KR"],"headerName":"X-Country"}}""")]
    [InlineData("""{"methods":["PUT","DELETE"]}""")]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"GT","size":8192}}""")]
    [InlineData("""{"rateBased":{"limit":100}}""")]
    [InlineData("""{"rateBased":{"limit":1,"evaluationWindowSeconds":600,"aggregateKey":"HEADER","headerName":"X-Tenant","scopeDown":{"not":{"methods":["GET"]}}}}""")]
    [InlineData("""{"and":[{"methods":["GET"]},{"or":[{"methods":["GET"]},{"not":{"geoMatch":{"countryCodes":["KR"]}}}]}]}""")]
    public void Accepts_statement(string statement)
    {
        var rule = Create((0, "BLOCK", statement)).Rules.ShouldHaveSingleItem();
        rule.Statement.ShouldBe(statement);
        WebAclStatement.Parse(rule.Statement).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("1", "statement: it must be an object with exactly one statement")]
    [InlineData("{}", "statement: it must be an object with exactly one statement")]
    [InlineData("""{"methods":["GET"],"ipSet":{}}""", "statement: it must be an object with exactly one statement")]
    [InlineData("""{"ipset":{}}""", "statement.ipset: a statement is one of ipSet, geoMatch, methods, sizeConstraint, rateBased, not, and, or")]
    [InlineData("""{"ipSet":{"addresses":[]}}""", "statement.ipSet.addresses: it must be a list with something in it")]
    [InlineData("""{"ipSet":{}}""", "statement.ipSet.addresses: it is missing")]
    [InlineData("""{"ipSet":{"addresses":["10.0.0.0/8"],"adresses":[]}}""", "statement.ipSet.adresses: there is no such member, only addresses")]
    [InlineData("""{"ipSet":{"addresses":["10.0.0.0/8","192.0.2.1"]}}""", "statement.ipSet.addresses[1]: it must be an address range such as 192.0.2.0/24 or 2001:db8::/32, no larger than /1")]
    [InlineData("""{"ipSet":{"addresses":["0.0.0.0/0"]}}""", "statement.ipSet.addresses[0]: it must be an address range such as 192.0.2.0/24 or 2001:db8::/32, no larger than /1")]
    [InlineData("""{"ipSet":{"addresses":["192.0.2.0/33"]}}""", "statement.ipSet.addresses[0]: it must be an address range such as 192.0.2.0/24 or 2001:db8::/32, no larger than /1")]
    [InlineData("""{"ipSet":{"addresses":["fe80::1%1/64"]}}""", "statement.ipSet.addresses[0]: it must be an address range such as 192.0.2.0/24 or 2001:db8::/32, no larger than /1")]
    [InlineData("""{"ipSet":{"addresses":[7]}}""", "statement.ipSet.addresses[0]: it must be an address range such as 192.0.2.0/24 or 2001:db8::/32, no larger than /1")]
    [InlineData("""{"geoMatch":{"countryCodes":["kr"]}}""", "statement.geoMatch.countryCodes[0]: it must be a country code of two upper-case letters")]
    [InlineData("""{"geoMatch":{"countryCodes":["KR"],"headerName":"a b"}}""", "statement.geoMatch.headerName: it must be a header's name of at most 64 letters, digits, '-' and '_'")]
    [InlineData("""{"methods":["get"]}""", "statement.methods[0]: it must be a verb in upper case")]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"COOKIES","comparisonOperator":"GT","size":1}}""", "statement.sizeConstraint.fieldToMatch: it must be one of BODY, URI_PATH, QUERY_STRING, HEADERS")]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":">","size":1}}""", "statement.sizeConstraint.comparisonOperator: it must be one of EQ, NE, LE, LT, GE, GT")]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"GT"}}""", "statement.sizeConstraint.size: it is missing")]
    [InlineData("""{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"GT","size":-1}}""", "statement.sizeConstraint.size: it must be a whole number from 0 to 21474836480")]
    [InlineData("""{"rateBased":{"limit":0}}""", "statement.rateBased.limit: it must be a whole number from 1 to 2000000000")]
    [InlineData("""{"rateBased":{}}""", "statement.rateBased.limit: it is missing")]
    [InlineData("""{"rateBased":{"limit":1,"evaluationWindowSeconds":601}}""", "statement.rateBased.evaluationWindowSeconds: it must be a whole number from 1 to 600")]
    [InlineData("""{"rateBased":{"limit":1,"aggregateKey":"COOKIE"}}""", "statement.rateBased.aggregateKey: it must be one of IP, FORWARDED_IP, HEADER")]
    [InlineData("""{"rateBased":{"limit":1,"aggregateKey":"HEADER"}}""", "statement.rateBased.headerName: it is missing")]
    [InlineData("""{"rateBased":{"limit":1,"headerName":"X"}}""", "statement.rateBased.headerName: only the keys FORWARDED_IP and HEADER have one")]
    [InlineData("""{"not":{"rateBased":{"limit":1}}}""", "statement.not.rateBased: it cannot be part of another statement")]
    [InlineData("""{"rateBased":{"limit":1,"scopeDown":{"rateBased":{"limit":1}}}}""", "statement.rateBased.scopeDown.rateBased: it cannot be part of another statement")]
    [InlineData("""{"and":[{"methods":["GET"]}]}""", "statement.and: it must have 2 to 10 statements")]
    [InlineData("""{"or":[{"methods":["GET"]},{"ipSet":1}]}""", "statement.or[1].ipSet: it must be an object")]
    [InlineData("""{"not":{"not":{"not":{"not":{"not":{"methods":["GET"]}}}}}}""", "statement.not.not.not.not.not: statements may be at most 5 deep")]
    public void Rejects_statement_and_names_the_member(string statement, string message) =>
        Refusal.ShouldBeBadRequest(() => Create((0, "BLOCK", statement)), $"Invalid rules[0].{message}");

    [Fact]
    public void Rejects_rules_that_do_not_go_together()
    {
        void Refused(string message, params (int, string, string)[] rules) => Refusal.ShouldBeBadRequest(() => Create(rules), message);
        Refused("Invalid rules[1].priority: another rule has 1", (1, "ALLOW", Methods), (1, "BLOCK", Methods));
        Refused("Invalid rules[0].priority: it must be a whole number of 0 or more", (-1, "ALLOW", Methods));
        Refused("Invalid rules[0].action: it must be ALLOW, BLOCK or COUNT", (0, "allow", Methods));
        Refused("Invalid rules: there may be at most 100", [.. Enumerable.Range(0, 101).Select(i => (i, "COUNT", Methods))]);
        Refused("Invalid rules: there may be at most 10 rules with rateBased", [.. Enumerable.Range(0, 11).Select(i => (i, "COUNT", """{"rateBased":{"limit":1}}"""))]);
        var large = """{"ipSet":{"addresses":[""" + string.Join(',', Enumerable.Repeat("\"192.0.2.0/24\"", 4500)) + "]}}";
        Refused("Invalid rules: their statements may have at most 65536 bytes together", (0, "BLOCK", large));
        Refusal.ShouldBeBadRequest(() => WebAclRules.Create("id", "edge", "ALLOW", [Given("a", 0), Given("a", 1)]), "Invalid rules[1].name: another rule is called a");
    }

    [Theory]
    [InlineData(null, "ALLOW", "name: it must have 1 to 128 letters, digits, '_' and '-'")]
    [InlineData("a b", "ALLOW", "name: it must have 1 to 128 letters, digits, '_' and '-'")]
    [InlineData("edge", null, "defaultAction: it must be ALLOW or BLOCK")]
    [InlineData("edge", "COUNT", "defaultAction: it must be ALLOW or BLOCK")]
    public void Rejects_web_acl_and_names_the_member(string? name, string? defaultAction, string message) =>
        Refusal.ShouldBeBadRequest(() => WebAclRules.Create("id", name, defaultAction, []), $"Invalid {message}");

    [Fact]
    public void Rules_are_in_the_order_of_their_priorities() =>
        Create((7, "BLOCK", Methods), (0, "ALLOW", Methods), (3, "COUNT", Methods)).Rules.Select(rule => rule.Priority).ShouldBe([0, 3, 7]);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("""{"statementOfTomorrow":{}}""")]
    public void A_stored_statement_that_cannot_be_read_is_not_taken_for_none(string statement) =>
        Should.Throw<InvalidDataException>(() => WebAclStatement.Parse(statement));

    [Fact]
    public void A_change_is_in_the_history_member_by_member()
    {
        var before = Sample.Stage();
        var acl = Create((1, "BLOCK", Methods), (2, "COUNT", Methods));
        var origin = new ChangeOrigin("me", "r", DateTimeOffset.UnixEpoch);
        var after = StageHistory.Stamp(before, before with { WebAcl = acl, WebAclArn = acl.Arn("eu-west-1", "123456789012") }, origin);
        after.LastEvent.Changes.Select(change => $"{change.Path} {change.Before}>{change.After}").ShouldBe(
        [
            "/webAclArn >arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/edge/id", "/webAcl/name >edge", "/webAcl/defaultAction >ALLOW",
            $"/webAcl/rules/r0 >1 BLOCK {Methods}", $"/webAcl/rules/r1 >2 COUNT {Methods}",
        ]);
        var changed = StageHistory.Stamp(after, after with { WebAcl = Create((1, "ALLOW", Methods)) }, origin);
        changed.LastEvent.Changes.Select(change => $"{change.Path} {change.Before}>{change.After}").ShouldBe(
            [$"/webAcl/rules/r0 1 BLOCK {Methods}>1 ALLOW {Methods}", $"/webAcl/rules/r1 2 COUNT {Methods}>"]);
    }

    private static WebAclRules.GivenRule Given(string name, int priority) => new(name, priority, "COUNT", JsonElement.Parse(Methods));

    private static WebAcl Create(params (int Priority, string Action, string Statement)[] rules) => WebAclRules.Create(
        "id", "edge", "ALLOW", [.. rules.Select((rule, i) => new WebAclRules.GivenRule($"r{i}", rule.Priority, rule.Action, JsonElement.Parse(rule.Statement)))]);
}
