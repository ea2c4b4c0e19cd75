using ControlPlane.Gateway.Routing;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Routing;

public sealed class RouteTreeTests
{
    private static readonly RouteTree Tree = RouteTreeBuilder.Build(
    [
        Sample.Resource("/", Sample.Method("GET")),
        Sample.Resource("/pets", Sample.Method("GET"), Sample.Method("ANY")),
        Sample.Resource("/pets/{id}", Sample.Method("GET")),
        Sample.Resource("/pets/mine", Sample.Method("GET")),
        Sample.Resource("/pets/mine/toys", Sample.Method("GET")),
        Sample.Resource("/pets/{id}/owner", Sample.Method("GET")),
        Sample.Resource("/pets/{id}/files/{path+}", Sample.Method("GET")),
        Sample.Resource("/only/post", Sample.Method("POST")),
        Sample.Resource("/only/{proxy+}", Sample.Method("ANY")),
        Sample.Resource("/folder"),
    ]);

    [Theory]
    [InlineData("GET", "/", "/", "")]
    [InlineData("GET", "/pets", "/pets", "")]
    [InlineData("GET", "/pets/", "/pets", "")]
    [InlineData("DELETE", "/pets", "/pets", "")]
    [InlineData("HEAD", "/pets", "/pets", "")]
    [InlineData("GET", "/pets/7", "/pets/{id}", "7")]
    [InlineData("GET", "/pets/7/", "/pets/{id}", "7")]
    [InlineData("GET", "/pets/a%2Fb%2B", "/pets/{id}", "a%2Fb%2B")]
    [InlineData("GET", "/pets/mine", "/pets/mine", "")]
    [InlineData("GET", "/pets/mine/owner", "/pets/{id}/owner", "mine")]
    [InlineData("GET", "/pets/7/files/a//b/c", "/pets/{id}/files/{path+}", "7|a//b/c")]
    [InlineData("GET", "/pets/7/files/a/b/", "/pets/{id}/files/{path+}", "7|a/b")]
    [InlineData("GET", "/only/post", "/only/{proxy+}", "post")]
    [InlineData("POST", "/only/post", "/only/post", "")]
    public void Matches(string verb, string path, string resource, string values)
    {
        var captures = new PathRange[Tree.MaxParameters];

        var match = Tree.Match(path, verb, captures);

        match.Resource.ShouldNotBeNull().Path.ShouldBe(resource);
        string.Join('|', captures.Take(match.Resource.ParameterNames.Length).Select(range => path.Substring(range.Start, range.Length))).ShouldBe(values);
    }

    [Theory]
    [InlineData("HEAD", "/")]
    [InlineData("POST", "/pets/7")]
    [InlineData("GET", "/Pets")]
    [InlineData("GET", "/pets//owner")]
    [InlineData("GET", "/pets/7/files")]
    [InlineData("GET", "/pets/7/files/")]
    [InlineData("GET", "/only")]
    [InlineData("GET", "/folder")]
    [InlineData("GET", "/none")]
    public void Matches_nothing(string verb, string path) =>
        Tree.Match(path, verb, new PathRange[Tree.MaxParameters]).Resource.ShouldBeNull();

    [Fact]
    public void A_verb_of_its_own_wins_over_ANY()
    {
        var resource = Tree.Match("/pets", "GET", new PathRange[Tree.MaxParameters]).Resource!;

        resource.Find("GET").ShouldNotBe(resource.Find("PUT"));
    }
}
