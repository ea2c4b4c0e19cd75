using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.WebAcls;

public sealed class WebAclTests : ApiTest
{
    private const string Body = """
        {"name":"edge","defaultAction":"ALLOW","rules":[
          {"name":"rate","priority":2,"action":"COUNT","statement":{"rateBased":{"limit":100,"evaluationWindowSeconds":60,"aggregateKey":"HEADER","headerName":"X-Tenant","scopeDown":{"methods":["POST"]}}}},
          {"name":"office","priority":1,"action":"BLOCK","statement":{"and":[{"not":{"ipSet":{"addresses":["192.0.2.0/24"]}}},{"geoMatch":{"countryCodes":["KR"]}}]}},
          {"name":"size","priority":3,"action":"BLOCK","statement":{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"GT","size":8192}}}]}
        """;

    [Fact]
    public async Task Put_SetsTheWebAcl_AndGetAndTheStageShowIt()
    {
        var (_, stage, _) = await CreateStageAsync();
        var put = await App.PutAsync($"{stage}/webacl", Body);
        var id = put["id"];
        var arn = $"arn:aws:wafv2:us-east-1:123456789012:regional/webacl/edge/{id}";
        put.ShouldBe(200, """
            {"id":"{{{id}}}","name":"edge","arn":"{{{arn}}}","defaultAction":"ALLOW","rules":[
              {"name":"office","priority":1,"action":"BLOCK","statement":{"and":[{"not":{"ipSet":{"addresses":["192.0.2.0/24"]}}},{"geoMatch":{"countryCodes":["KR"]}}]}},
              {"name":"rate","priority":2,"action":"COUNT","statement":{"rateBased":{"limit":100,"evaluationWindowSeconds":60,"aggregateKey":"HEADER","headerName":"X-Tenant","scopeDown":{"methods":["POST"]}}}},
              {"name":"size","priority":3,"action":"BLOCK","statement":{"sizeConstraint":{"fieldToMatch":"BODY","comparisonOperator":"GT","size":8192}}}]}
            """.Replace("{{{id}}}", id, StringComparison.Ordinal).Replace("{{{arn}}}", arn, StringComparison.Ordinal));
        put.Header("ETag").ShouldBe("\"2\"");
        (await App.GetAsync($"{stage}/webacl")).ShouldBe(200, put.Body).Header("ETag").ShouldBe("\"2\"");
        (await App.GetAsync(stage))["webAclArn"].ShouldBe(arn);
    }

    [Fact]
    public async Task Put_Again_ReplacesTheRulesAndKeepsTheId_AndTheHistoryTells()
    {
        var (_, stage, _) = await CreateStageAsync();
        var first = await App.PutAsync($"{stage}/webacl", Body);
        var second = await App.PutAsync($"{stage}/webacl", """{"name":"other","defaultAction":"BLOCK"}""");
        second.ShouldBe(200, $$"""
            {"id":"{{first["id"]}}","name":"other","arn":"arn:aws:wafv2:us-east-1:123456789012:regional/webacl/other/{{first["id"]}}","defaultAction":"BLOCK","rules":[]}
            """);
        var last = (await App.GetAsync($"{stage}/history")).Json["item"]![0]!;
        ((string?)last["type"]).ShouldBe("SETTINGS");
        last["changes"]!.AsArray().Select(change => (string)change!["path"]!)
            .ShouldBe(["/webAclArn", "/webAcl/name", "/webAcl/defaultAction", "/webAcl/rules/office", "/webAcl/rules/rate", "/webAcl/rules/size"], ignoreOrder: true);
    }

    [Fact]
    public async Task Delete_TakesItAway()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/webacl", Body)).ShouldSucceed();
        (await App.DeleteAsync($"{stage}/webacl")).ShouldBeEmpty(204);
        (await App.GetAsync(stage)).Json["webAclArn"].ShouldBeNull();
        (await App.GetAsync($"{stage}/webacl")).ShouldBeNotFound("The stage has no web ACL");
        (await App.DeleteAsync($"{stage}/webacl")).ShouldBeEmpty(204);
    }

    [Theory]
    [InlineData("{}", "BadRequestException", "Invalid name: it must have 1 to 128 letters, digits, '_' and '-'")]
    [InlineData("""{"name":"edge","defaultAction":"DENY"}""", "BadRequestException", "Invalid defaultAction: it must be ALLOW or BLOCK")]
    [InlineData("""{"name":"edge","defaultAction":"ALLOW","rules":{}}""", "SerializationException", "class java.util.LinkedHashMap can not be converted to an List")]
    [InlineData("""{"name":"edge","defaultAction":"ALLOW","rules":[{"name":"a","priority":"1"}]}""", "SerializationException", "class java.lang.String can not be converted to an Integer")]
    [InlineData("""{"name":"edge","defaultAction":"ALLOW","rules":[{"name":"a","priority":1,"action":"BLOCK"}]}""", "BadRequestException", "Invalid rules[0].statement: it is missing")]
    [InlineData("""{"name":"edge","defaultAction":"ALLOW","rules":[{"name":"a","priority":1,"action":"BLOCK","statement":{"ipSet":{"addresses":["x"]}}}]}""", "BadRequestException", "Invalid rules[0].statement.ipSet.addresses[0]: it must be an address range such as 192.0.2.0/24 or 2001:db8::/32, no larger than /1")]
    public async Task Put_WithBadInput_IsRefusedAndChangesNothing(string body, string type, string message)
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/webacl", body)).ShouldBeError(400, type, message);
        (await App.GetAsync(stage)).Header("ETag").ShouldBe("\"1\"");
    }

    [Fact]
    public async Task OfAStageThatIsNotThere_IsNotFound()
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}x/webacl", Body)).ShouldBeNotFound("Invalid Stage identifier specified");
        (await App.GetAsync($"{stage}x/webacl")).ShouldBeNotFound("Invalid Stage identifier specified");
    }

    [Theory]
    [InlineData("""{"path":"/","sourceIp":"203.0.113.9","headers":{"CloudFront-Viewer-Country":"KR"}}""", "The rule office of the web ACL edge blocks the request: the answer is 403 Forbidden.")]
    [InlineData("""{"path":"/","sourceIp":"192.0.2.9","headers":{"CloudFront-Viewer-Country":"KR"}}""", null)]
    [InlineData("""{"path":"/","sourceIp":"203.0.113.9"}""", null)]
    public async Task Explain_NamesTheRuleThatWouldBlock(string asked, string? problem)
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.PutAsync($"{stage}/webacl", Body)).ShouldSucceed();
        var problems = (await App.PostAsync($"{stage}/explain", asked)).ShouldSucceed().Json["variants"]![0]!["problems"]!.AsArray().Select(each => (string)each!);
        problems.Where(each => each.Contains("web ACL", StringComparison.Ordinal)).ShouldBe(problem is null ? [] : [problem]);
    }
}
