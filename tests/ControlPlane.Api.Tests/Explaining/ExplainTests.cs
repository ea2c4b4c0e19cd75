using System.Text.Json.Nodes;
using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Explaining;

public sealed class ExplainTests : ApiTest
{
    private const string Function = "arn:aws:lambda:us-east-1:123456789012:function:pets:${stageVariables.alias}";

    [Fact]
    public async Task Explain_BaseAndCanary_EachWithItsAliasAndWeights()
    {
        var path = await CreateAsync(Function, """{"stageName":"prod","variables":{"alias":"7"}}""");
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod","canarySettings":{"percentTraffic":12.5,"stageVariableOverrides":{"alias":"live"}}}""")).ShouldSucceed();

        var reply = await App.PostAsync($"{path}/stages/prod/explain", """{"httpMethod":"get","path":"/pets/a%20b?x=1"}""");
        reply.Status.ShouldBe(200, reply.Body);
        (reply["httpMethod"], reply["path"]).ShouldBe(("GET", "/pets/a%20b"));
        var (stable, canary) = (reply.Json["variants"]![0]!, reply.Json["variants"]![1]!);

        (Text(stable, "name"), Number(stable, "percentTraffic")).ShouldBe(("base", 87.5));
        Text(stable, "reason").ShouldBe("Chance gives each request to the canary with a probability of 12.5 %; the base serves the rest.");
        var method = stable["method"]!;
        (Text(method, "resourcePath"), Text(method, "httpMethod"), Text(method["pathParameters"]!, "id")).ShouldBe(("/pets/{id}", "ANY", "a%20b"));
        Text(method["integration"]!, "uri").ShouldContain("${stageVariables.alias}");
        Text(method["integration"]!, "resolvedUri").ShouldEndWith("function:pets:7/invocations");
        method["integration"]!["function"]!.ToJsonString().ShouldBe("""{"arn":"arn:aws:lambda:us-east-1:123456789012:function:pets:7","qualifier":"7","version":"7"}""");
        method["variables"]!.ToJsonString().ShouldBe("""[{"name":"alias","value":"7","source":"stage","usedIn":["/uri"]}]""");
        stable["problems"]!.AsArray().ShouldBeEmpty();

        (Text(canary, "name"), Number(canary, "percentTraffic")).ShouldBe(("canary", 12.5));
        canary["method"]!["integration"]!["function"]!.ToJsonString()
            .ShouldBe("""{"arn":"arn:aws:lambda:us-east-1:123456789012:function:pets:live","qualifier":"live","version":"3","additionalVersionWeights":{"4":0.1}}""");
        Text(canary["method"]!["variables"]![0]!, "source").ShouldBe("canary");
    }

    [Theory]
    [InlineData("{}", """{"variant":"base","reason":"missing","message":"The request has no header X-User: the base serves it."}""")]
    [InlineData("""{"headers":{"X-Canary":"let-me-in-please=canary"}}""", """{"variant":"canary","reason":"override","message":"The header X-Canary has the secret."}""")]
    [InlineData("""{"path":"/pets/1?beta=1"}""", """{"variant":"canary","reason":"rule","message":"Rule 1 matches: query beta, always in the canary.","rule":1}""")]
    [InlineData("""{"sourceIp":"10.2.3.4"}""", """{"variant":"base","reason":"rule","message":"Rule 2 matches: sourceIp 10.0.0.0/8, never in the canary.","rule":2}""")]
    public async Task Explain_TellsWhichVariantTheRequestGets_AndWhy(string body, string split)
    {
        var path = await CreateAsync(Function, """{"stageName":"prod","variables":{"alias":"7"}}""");
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod","canarySettings":{"percentTraffic":12.5}}""")).ShouldSucceed();
        var chance = await App.PostAsync($"{path}/stages/prod/explain", body);
        chance.Json["split"]!.ToJsonString().ShouldBe("""{"reason":"random","message":"Chance gives the request to the canary with a probability of 12.5 %."}""");
        (await App.PutAsync($"{path}/stages/prod/affinity", """
            {"by":"header","name":"X-User","override":{"headerName":"X-Canary","secret":"let-me-in-please"},
            "rules":[{"by":"query","name":"beta","value":"1","canary":"always"},{"by":"sourceIp","range":"10.0.0.0/8","canary":"never"}]}
            """)).ShouldSucceed();

        (await App.PostAsync($"{path}/stages/prod/explain", body)).Json["split"]!.ToJsonString().ShouldBe(split);

        var sticky = (await App.PostAsync($"{path}/stages/prod/explain", """{"headers":{"x-user":"alice"}}""")).Json;
        var place = sticky["split"]!["place"]!.GetValue<double>();
        Text(sticky["split"]!, "variant").ShouldBe(place < 12.5 ? "canary" : "base");
        Text(sticky["variants"]![0]!, "reason").ShouldBe("Where no rule matches, the canary serves the 12.5 % of clients whose header X-User comes first.");
    }

    [Theory]
    [InlineData("""{"path":"/nothing/here"}""", "No resource of deployment")]
    [InlineData("""{"httpMethod":"DELETE","path":"/plain"}""", "The resource has no method DELETE, only GET: the answer is 403 Missing Authentication Token.")]
    public async Task Explain_LeadsNowhere_SaysWhy(string body, string problem)
    {
        var path = await CreateAsync(Function, """{"stageName":"prod","variables":{"alias":"7"}}""");
        var variant = (await App.PostAsync($"{path}/stages/prod/explain", body)).Json["variants"]![0]!;
        variant["method"].ShouldBeNull();
        variant["problems"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldStartWith(problem);
    }

    [Theory]
    [InlineData("none", "The function arn:aws:lambda:us-east-1:123456789012:function:pets:none does not exist: the answer is 500.")]
    [InlineData("secret", "could not be looked up: not allowed")]
    [InlineData("away", "The Lambda service could not be asked for arn:aws:lambda:us-east-1:123456789012:function:pets:away: Connection refused")]
    public async Task Explain_FunctionCannotBeFound_IsAProblem(string alias, string problem)
    {
        var path = await CreateAsync(Function, $$"""{"stageName":"prod","variables":{"alias":"{{alias}}"} }""");
        (await ProblemsAsync(path)).ShouldHaveSingleItem().ShouldEndWith(problem);
    }

    [Fact]
    public async Task Explain_VariableThatIsNotSet_IsNamedWithItsPlace()
    {
        var path = await CreateAsync(Function, """{"stageName":"prod"}""");
        var problems = await ProblemsAsync(path);
        problems[0].ShouldBe("The stage variable alias is not set; it is read in /uri.");
        problems[1].ShouldStartWith("Invalid ARN or unsupported AWS service: ");
    }

    [Fact]
    public async Task Explain_InvalidTemplate_IsNamedWithItsPlace()
    {
        var (path, _, root) = await CreateApiAsync();
        (await App.PutAsync($"{path}/resources/{root}/methods/GET/integration", """{"type":"MOCK","requestTemplates":{"application/json":"#if($x"},"passthroughBehavior":"NEVER"}""")).ShouldSucceed();
        (await App.PutAsync($"{path}/resources/{root}/methods/GET/responses/201")).ShouldSucceed();
        (await App.PutAsync($"{path}/resources/{root}/methods/GET/integration/responses/201", """{"selectionPattern":"(","responseTemplates":{"text/plain":"#end"}}""")).ShouldSucceed();
        (await App.DeleteAsync($"{path}/resources/{root}/methods/GET/responses/201")).ShouldSucceed();
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod"}""")).ShouldSucceed();

        var problems = await ProblemsAsync(path, "{}");
        problems.ShouldContain(problem => problem.StartsWith("The request template for application/json is not valid, line 1"));
        problems.ShouldContain(problem => problem.StartsWith("The 201 response template for text/plain is not valid, line 1"));
        problems.ShouldContain("The integration response 201 has no method response: the answer is 500 when it is chosen.");
        problems.ShouldContain("Execution failed due to configuration error: Invalid selection pattern: ( (integration response 201)");
        (await ProblemsAsync(path, """{"headers":{"content-type":"text/plain"}}""")).ShouldContain("There is no request template for text/plain. The answer is 415.");
    }

    [Theory]
    [InlineData("http://${stageVariables.host}/x", "{\"host\":\"example.com\"}", null)]
    [InlineData("http://${stageVariables.host}/x", "{}", "Invalid endpoint address: http:///x: the answer is 500.")]
    [InlineData("http://example.com/{id}", "{}", "The placeholder {id} of http://example.com/{id} has no mapping: the answer is 500.")]
    public async Task Explain_HttpAddress_IsChecked(string uri, string variables, string? problem)
    {
        var (path, _, root) = await CreateApiAsync();
        (await App.DeleteAsync($"{path}/resources/{root}/methods/GET/integration")).ShouldSucceed();
        (await App.PutAsync($"{path}/resources/{root}/methods/GET/integration", $$"""{"type":"HTTP_PROXY","httpMethod":"GET","uri":"{{uri}}"}""")).ShouldSucceed();
        (await App.PostAsync($"{path}/deployments", $$"""{"stageName":"prod","variables":{{variables}} }""")).ShouldSucceed();
        (await ProblemsAsync(path, "{}")).LastOrDefault().ShouldBe(problem);
    }

    [Fact]
    public async Task Explain_Credentials_AreResolvedForEachSide()
    {
        var (path, _, root) = await CreateApiAsync();
        (await App.DeleteAsync($"{path}/resources/{root}/methods/GET/integration")).ShouldSucceed();
        (await App.PutAsync(
            $"{path}/resources/{root}/methods/GET/integration",
            """{"type":"HTTP_PROXY","httpMethod":"GET","uri":"http://example.com/","credentials":"arn:aws:iam::123456789012:role/${stageVariables.role}"}""")).ShouldSucceed();
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod","variables":{"role":"reader"}}""")).ShouldSucceed();
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod","canarySettings":{"percentTraffic":5,"stageVariableOverrides":{"role":"writer"}}}""")).ShouldSucceed();

        var variants = (await App.PostAsync($"{path}/stages/prod/explain", "{}")).Json["variants"]!.AsArray();

        variants.Select(variant => Text(variant!["method"]!["integration"]!, "credentials")).ShouldAllBe(role => role.EndsWith(":role/${stageVariables.role}"));
        variants.Select(variant => Text(variant!["method"]!["integration"]!, "resolvedCredentials"))
            .ShouldBe(["arn:aws:iam::123456789012:role/reader", "arn:aws:iam::123456789012:role/writer"]);
    }

    [Fact]
    public async Task Explain_Unknown_IsNotFound()
    {
        var (path, _, _) = await CreateApiAsync();
        (await App.PostAsync($"{path}/stages/none/explain")).Status.ShouldBe(404);
        (await App.PostAsync("/restapis/none000000/stages/prod/explain"))["message"].ShouldStartWith("Invalid API identifier specified");
    }

    [Theory]
    [InlineData("""{"path":"pets"}""")]
    [InlineData("""{"path":7}""")]
    [InlineData("""{"headers":[]}""")]
    [InlineData("[]")]
    public async Task Explain_BadInput_IsRefused(string body)
    {
        var path = await CreateAsync(Function, """{"stageName":"prod"}""");
        (await App.PostAsync($"{path}/stages/prod/explain", body)).Status.ShouldBe(400);
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static double Number(JsonNode node, string name) => node[name]!.GetValue<double>();

    private async Task<List<string>> ProblemsAsync(string path, string body = """{"path":"/pets/1"}""")
    {
        var reply = await App.PostAsync($"{path}/stages/prod/explain", body);
        reply.Status.ShouldBe(200, reply.Body);
        return [.. reply.Json["variants"]![0]!["problems"]!.AsArray().Select(problem => problem!.GetValue<string>())];
    }

    /// <summary>An API with <c>ANY /pets/{id}</c> before a function and <c>GET /plain</c>, deployed.</summary>
    private async Task<string> CreateAsync(string function, string deployment)
    {
        var (path, _, root) = await CreateApiAsync();
        var pets = (await App.PostAsync($"{path}/resources/{root}", """{"pathPart":"pets"}"""))["id"];
        var pet = (await App.PostAsync($"{path}/resources/{pets}", """{"pathPart":"{id}"}"""))["id"];
        var plain = (await App.PostAsync($"{path}/resources/{root}", """{"pathPart":"plain"}"""))["id"];
        (await App.PutAsync($"{path}/resources/{pet}/methods/ANY", """{"authorizationType":"NONE"}""")).ShouldSucceed();
        (await App.PutAsync(
            $"{path}/resources/{pet}/methods/ANY/integration",
            $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{{function}}/invocations"}""")).ShouldSucceed();
        (await App.PutAsync($"{path}/resources/{plain}/methods/GET", """{"authorizationType":"NONE"}""")).ShouldSucceed();
        (await App.PutAsync($"{path}/resources/{plain}/methods/GET/integration", """{"type":"MOCK"}""")).ShouldSucceed();
        (await App.PostAsync($"{path}/deployments", deployment)).ShouldSucceed();
        return path;
    }
}
