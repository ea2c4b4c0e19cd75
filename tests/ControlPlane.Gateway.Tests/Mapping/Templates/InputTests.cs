using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Mapping.Templates;

public sealed class InputTests
{
    [Theory]
    [InlineData("$input.json('$.name')", "\"Rex\"")]
    [InlineData("$input.json('$.age')", "7")]
    [InlineData("$input.json('$.price')", "1.5")]
    [InlineData("$input.json('$.ok')", "true")]
    [InlineData("$input.json('$.none')", "null")]
    [InlineData("$input.json('$.tags')", "[\"a\",\"b\",\"c\"]")]
    [InlineData("$input.json('$.pets[0]')", "{\"id\":1,\"kind\":\"dog\"}")]
    [InlineData("$input.json('$.missing')", "\"\"")]
    [InlineData("$input.json('$.pets[*].kind')", "[\"dog\",\"cat\",\"dog\"]")]
    [InlineData("$input.json(\"$.map\")", "{\"x\":1,\"y\":\"two\"}")]
    [InlineData("#set($p = '$.age')$input.json($p)", "7")]
    [InlineData("#set($j = $input.json('$.map'))$j.length()", "17")]
    [InlineData("\"$input.json('$.age')\"", "\"7\"")]
    [InlineData("$input.path('$.name')", "Rex")]
    [InlineData("$input.path('$.age')", "7")]
    [InlineData("$input.path('$.big')", "3000000000")]
    [InlineData("$input.path('$.huge')", "123456789012345678901")]
    [InlineData("$input.path('$.price')", "1.5")]
    [InlineData("$input.path('$.ok') $input.path('$.no')", "true false")]
    [InlineData("[$input.path('$.none')]", "[]")]
    [InlineData("[$input.path('$.missing.deeper')]", "[]")]
    [InlineData("$input.path('$.map')", "{x=1, y=two}")]
    [InlineData("$input.path('$.tags')", "[\"a\",\"b\",\"c\"]")]
    [InlineData("$input.path('$.pets')", "[{\"id\":1,\"kind\":\"dog\"},{\"id\":2,\"kind\":\"cat\"},{\"id\":3,\"kind\":\"dog\"}]")]
    [InlineData("$input.path('$.pets')[1]", "{id=2, kind=cat}")]
    [InlineData("$input.path('$.pets')[1].kind", "cat")]
    [InlineData("$input.path('$').pets.get(0).id", "1")]
    [InlineData("$input.path('$.pets').size() $input.path('$.map').size() $input.path('$.tags').count()", "3 2 3")]
    [InlineData("$input.path('$.tags').add('d')$input.path('$.age')", "true7")]
    [InlineData("#set($t = $input.path('$.tags'))#set($x = $t.add('d\"'))$t", "[\"a\",\"b\",\"c\",\"d\\\"\"]")]
    [InlineData("#set($t = $input.path('$.pets'))#set($t[0].id = 9.5)$t[0] $t.get(2).id", "{id=9.5, kind=dog} 3")]
    [InlineData("#set($m = {'l': $input.path('$.tags')})$m", "{l=[\"a\",\"b\",\"c\"]}")]
    [InlineData("#set($l = [$input.path('$.map')])$l", "[{x=1, y=two}]")]
    [InlineData("#set($t = $input.path('$.tags').subList(0, 1))#set($x = $t.add({'k': [1, null, true, 'v']}))$t", "[\"a\",{\"k\":[1,null,true,\"v\"]}]")]
    public void Body(string template, string expected) => Rendered.Text(template).ShouldBe(expected);

    [Theory]
    [InlineData("$input.body", "", "{}")]
    [InlineData("$input.json('$')", "", "{}")]
    [InlineData("$input.path('$')", "", "{}")]
    [InlineData("[$input.path('$.a')]", "", "[]")]
    [InlineData("$input.body", "plain text", "plain text")]
    [InlineData("$input.json('$')", "plain text", "\"plain text\"")]
    [InlineData("$input.path('$').length()", "plain text", "10")]
    [InlineData("$input.json('$')", "{ \"a b\" : [ 1 ,\n 2 ], \"c\\\"\" : \" x \" }", "{\"a b\":[1,2],\"c\\\"\":\" x \"}")]
    [InlineData("$input.json('$')", " [ ] ", "[]")]
    [InlineData("$input.path('$')", "[{\"foo\": \"bar\"}]", "[{\"foo\":\"bar\"}]")]
    [InlineData("$input.path('$')", "{\"foo\": [{\"nested\": \"bar\"}]}", "{foo=[{\"nested\":\"bar\"}]}")]
    [InlineData("$input.path('$.a')", "{\"a\":\"\\ud83d\\ude00\"}", "😀")]
    [InlineData("$input.json('$.a')", "{\"a\":\"\\u00e9\"}", "\"\\u00e9\"")]
    [InlineData("$input.body.length()", "{\"a\":1}", "7")]
    [InlineData("$input.path('$.a')", "{\"a\":1,\"a\":2}", "2")]
    public void Bodies_of_all_kinds(string template, string input, string expected) => Rendered.Text(template, input).ShouldBe(expected);

    [Theory]
    [InlineData("$input.params('id')", "7%2B")]
    [InlineData("$input.params('q')", "x y")]
    [InlineData("$input.params('n')", "2")]
    [InlineData("$input.params('X-Test')", "last")]
    [InlineData("$input.params('none').", ".")]
    [InlineData("$input.params().path", "{id=7%2B}")]
    [InlineData("$input.params().querystring", "{q=x y, n=2}")]
    [InlineData("$input.params().querystring.q", "x y")]
    [InlineData("$input.params().header.X-Test", "last")]
    [InlineData("$input.params().header.get('User-Agent')", "agent/1")]
    [InlineData("$input.params().get('path').get('id')", "7%2B")]
    [InlineData("#foreach($k in $input.params().keySet())$k,#end", "path,querystring,header,")]
    [InlineData("#foreach($p in $input.params().querystring.keySet())\"$p\":\"$input.params().querystring.get($p)\"#if($foreach.hasNext),#end#end", "\"q\":\"x y\",\"n\":\"2\"")]
    public void Parameters(string template, string expected) => Rendered.Text(template).ShouldBe(expected);

    [Theory]
    [InlineData("$context.stage/$context.httpMethod $context.resourcePath.", "prod/GET /pets/{id}.")]
    [InlineData("$context.identity.sourceIp", "192.0.2.1")]
    [InlineData("$context.identity.userAgent", "agent/1")]
    [InlineData("[$context.identity.apiKey]", "[]")]
    [InlineData("[$context.authorizer.principalId][$context.authorizer.claims['sub']]", "[][]")]
    [InlineData("$context.get('stage')$context['apiId']", "prodabcdefghij")]
    [InlineData("$context.accountId $context.path $context.protocol", "123456789012 /prod/pets/7%2B HTTP/1.1")]
    [InlineData("$context.requestId.length()", "36")]
    [InlineData("$context.identity.keySet().size()", "15")]
    [InlineData("#set($t = $context.requestTimeEpoch / 1000)#if($t > 1000000000)later#end", "later")]
    [InlineData("#if($context.isCanaryRequest)canary#{else}base#end", "base")]
    [InlineData("[$context.error.message]", "[]")]
    [InlineData("$stageVariables.color ${stageVariables.color}-$!{stageVariables.none}", "red red-")]
    [InlineData("$stageVariables['color']${stageVariables['color']}", "redred")]
    [InlineData("$stageVariables.get('color')", "red")]
    [InlineData("$stageVariables", "{color=red}")]
    [InlineData("#foreach($v in $stageVariables.keySet())$v#end", "color")]
    public void Context_and_stage_variables(string template, string expected) => Rendered.Text(template).ShouldBe(expected);

    [Fact]
    public void A_template_may_name_its_own_variable_like_a_built_in_one() =>
        Rendered.Text("$input.json('$.age')#set($input = {'body': 'own'})$input.body$input.json('$.age')").ShouldBe("7own");

    [Fact]
    public void A_body_that_only_starts_like_json_is_400() =>
        Should.Throw<GatewayFailure>(() => Rendered.Text("$input.json('$.a')", "{oops")).Error.Status.ShouldBe(400);

    [Fact]
    public void The_body_is_not_parsed_unless_it_is_looked_into() => Rendered.Text("$input.body", "{oops").ShouldBe("{oops");

    [Fact]
    public void Everything_of_the_well_known_pass_through_template_arrives()
    {
        const string Template = """
            ##  See the developer guide
            #set($allParams = $input.params())
            {
            "body-json" : $input.json('$'),
            "params" : {
            #foreach($type in $allParams.keySet())
                #set($params = $allParams.get($type))
            "$type" : {
                #foreach($paramName in $params.keySet())
                "$paramName" : "$util.escapeJavaScript($params.get($paramName))"
                    #if($foreach.hasNext),#end
                #end
            }
                #if($foreach.hasNext),#end
            #end
            },
            "stage-variables" : {
            #foreach($key in $stageVariables.keySet())
            "$key" : "$util.escapeJavaScript($stageVariables.get($key))"
                #if($foreach.hasNext),#end
            #end
            },
            "context" : {
                "stage" : "$context.stage",
                "user" : "$context.identity.user",
                "source-ip" : "$context.identity.sourceIp"
                }
            }
            """;
        var request = FakeExchange.Matched("GET", "/pets/7", "q=a%22b", "{ \"a\": 1 }", [("X-Test", "header")]);

        using var json = System.Text.Json.JsonDocument.Parse(Rendered.Text(Template, request));

        json.RootElement.GetProperty("body-json").GetRawText().ShouldBe("""{"a":1}""");
        json.RootElement.GetProperty("params").GetProperty("path").GetRawText().ShouldContain("\"id\" : \"7\"");
        json.RootElement.GetProperty("params").GetProperty("querystring").GetProperty("q").GetString().ShouldBe("a\"b");
        json.RootElement.GetProperty("params").GetProperty("header").GetProperty("X-Test").GetString().ShouldBe("header");
        json.RootElement.GetProperty("stage-variables").GetProperty("color").GetString().ShouldBe("red");
        json.RootElement.GetProperty("context").GetProperty("user").GetString().ShouldBe("");
    }
}
