using System.Text.Json;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Mapping.JsonPaths;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Tests.Mapping.JsonPaths;

public sealed class JsonPathTests
{
    private const string Document = """
        {"a":{"b":[10,20,30]},"first name":"Rex","x-y":1,"dot.ted":2,"it's":3,
         "list":[{"id":1,"kind":"dog","tags":["x"],"cost":5},{"id":2,"kind":"cat","tags":[]},{"id":3,"kind":"dog","old":true,"cost":2.5}],
         "limit":2,"none":null}
        """;

    [Theory]
    [InlineData("$.a.b", "[10,20,30]")]
    [InlineData("$['a']['b'][1]", "20")]
    [InlineData("$[\"a\"].b[0]", "10")]
    [InlineData("$.a.b[-1]", "30")]
    [InlineData("$.a.b[ 0 ]", "10")]
    [InlineData("a.b[2]", "30")]
    [InlineData("['limit']", "2")]
    [InlineData("@.limit", "2")]
    [InlineData("$.first name", "\"Rex\"")]
    [InlineData("$['first name']", "\"Rex\"")]
    [InlineData("$.x-y", "1")]
    [InlineData("$['dot.ted']", "2")]
    [InlineData("$['it\\'s']", "3")]
    [InlineData("$.none", "null")]
    [InlineData("$['limit','x-y']", """{"limit":2,"x-y":1}""")]
    [InlineData("$.missing", null)]
    [InlineData("$.a.b[3]", null)]
    [InlineData("$.a.b[-4]", null)]
    [InlineData("$.a.b.c", null)]
    [InlineData("$.limit[0]", null)]
    [InlineData("$.a.b.length()", "3")]
    [InlineData("$.length()", "8")]
    [InlineData("$.list.size()", "3")]
    [InlineData("$.list[*].length()", "3")]
    [InlineData("$.a.keys()", "[\"b\"]")]
    [InlineData("$.a.b.sum()", "60.0")]
    [InlineData("$.a.b.max()", "30.0")]
    [InlineData("$.a.b.min()", "10.0")]
    [InlineData("$.a.b.avg()", "20.0")]
    [InlineData("$.missing.length()", null)]
    public void Paths_to_one_place(string path, string? expected) => Single(path).ShouldBe(expected);

    [Theory]
    [InlineData("$.a.b[*]", "10,20,30")]
    [InlineData("$.a.b[0,2]", "10,30")]
    [InlineData("$.a.b[0,7]", "10")]
    [InlineData("$.a.b[1:]", "20,30")]
    [InlineData("$.a.b[:2]", "10,20")]
    [InlineData("$.a.b[1:2]", "20")]
    [InlineData("$.a.b[-2:]", "20,30")]
    [InlineData("$.a.b[:-1]", "10,20")]
    [InlineData("$.a.*", "[10,20,30]")]
    [InlineData("$.list[*].id", "1,2,3")]
    [InlineData("$.list.*.kind", "\"dog\",\"cat\",\"dog\"")]
    [InlineData("$.list[*]['id','old']", """{"id":1},{"id":2},{"id":3,"old":true}""")]
    [InlineData("$..id", "1,2,3")]
    [InlineData("$..b[0]", "10")]
    [InlineData("$.list..tags[*]", "\"x\"")]
    [InlineData("$..missing", "")]
    [InlineData("$.list[?(@.kind == 'dog')].id", "1,3")]
    [InlineData("$.list[?(@.kind=='dog')].id", "1,3")]
    [InlineData("$.list[?(@.kind != \"dog\")].id", "2")]
    [InlineData("$.list[?(@['kind'] == 'cat')].id", "2")]
    [InlineData("$.list[?(@.id > 1)].id", "2,3")]
    [InlineData("$.list[?(@.id >= $.limit)].id", "2,3")]
    [InlineData("$.list[?(@.id<=2)].id", "1,2")]
    [InlineData("$.list[?(@.cost < 3)].id", "3")]
    [InlineData("$.list[?(@.id == 2.0)].id", "2")]
    [InlineData("$.list[?(@.old)].id", "3")]
    [InlineData("$.list[?(!@.old)].id", "1,2")]
    [InlineData("$.list[?(@.old == true)].id", "3")]
    [InlineData("$.list[?(@.kind == 'dog' && @.id > 1)].id", "3")]
    [InlineData("$.list[?(@.id == 1 || @.id == 2)].id", "1,2")]
    [InlineData("$.list[?((@.id == 1 || @.id == 2) && !(@.kind == 'dog'))].id", "2")]
    [InlineData("$.list[?(@.kind in ['cat', 'cow'])].id", "2")]
    [InlineData("$.list[?(@.kind nin ['cat'])].id", "1,3")]
    [InlineData("$.list[?(@.tags contains 'x')].id", "1")]
    [InlineData("$.list[?(@.tags size 0)].id", "2")]
    [InlineData("$.list[?(@.tags empty true)].id", "2")]
    [InlineData("$.list[?(@.kind =~ /D.G/i)].id", "1,3")]
    [InlineData("$.list[?(@.kind =~ /do/)].id", "")]
    [InlineData("$.list[?(@.tags.length() == 1)].id", "1")]
    [InlineData("$.a[?(@[0] == 10)]", "")]
    [InlineData("$..[?(@.kind == 'cat')].id", "2")]
    [InlineData("$..[?(@.b)].b[0]", "10")]
    public void Paths_to_several_places(string path, string expected) =>
        string.Join(',', Find(path).Many.ShouldNotBeNull().Select(element => element.GetRawText())).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("$.")]
    [InlineData("$..")]
    [InlineData("$.a[")]
    [InlineData("$.a[]")]
    [InlineData("$.a['b")]
    [InlineData("$.a['b'")]
    [InlineData("$.a[x]")]
    [InlineData("$.a[1,]")]
    [InlineData("$.a.nope()")]
    [InlineData("$.a.length().b")]
    [InlineData("$.a[?]")]
    [InlineData("$.a[?()]")]
    [InlineData("$.a[?(@.b ==)]")]
    [InlineData("$.a[?(@.b == 'x')")]
    [InlineData("$.a[?(@.b =~ /(/)]")]
    [InlineData("$.a[?(1)]")]
    [InlineData("$x")]
    [InlineData("$.a[99999999999]")]
    public void Anything_else_is_no_path(string path) => JsonPath.TryParse(path).ShouldBeNull();

    [Theory]
    [InlineData("$", "[?(@")]
    [InlineData("$.a[?(", "(")]
    [InlineData("$.a[?(", "!(")]
    [InlineData("$.a[?(@.b in ", "[")]
    public void Deep_nesting_is_no_path(string start, string nested) =>
        JsonPath.TryParse(start + string.Concat(Enumerable.Repeat(nested, 20_000))).ShouldBeNull();

    [Fact]
    public void Work_is_bounded()
    {
        using var document = JsonDocument.Parse("[" + string.Join(',', Enumerable.Repeat("[1,2,3,4,5,6,7,8,9]", 2000)) + "]");
        var path = JsonPath.TryParse("$..*..*..[?(@..* == 1)]").ShouldNotBeNull();

        Should.Throw<GatewayFailure>(() => path.Find(document.RootElement, new WorkBudget(50_000))).Message.ShouldContain("too long");
    }

    private static string? Single(string path) => Find(path).Single?.GetRawText();

    private static JsonPathResult Find(string path)
    {
        var document = JsonDocument.Parse(Document);
        return JsonPath.TryParse(path).ShouldNotBeNull().Find(document.RootElement, new WorkBudget(10_000));
    }
}
