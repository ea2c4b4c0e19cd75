using System.Text;
using ControlPlane.Gateway.Mirroring;

namespace ControlPlane.Gateway.Tests.Mirroring;

public sealed class JsonShapeTests
{
    [Theory]
    [InlineData("""{"a":1,"b":"x"}""", """{"b":"y","a":2}""", "")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "/a: number in base, string in canary")]
    [InlineData("""{"a":1,"b":{"c":1}}""", """{"a":1}""", "/b: only in base")]
    [InlineData("""{"a":1}""", """{"a":1,"b":[{"c":1}]}""", "/b: only in canary")]
    [InlineData("""{"items":[{"id":1},{"id":2,"name":"x"}]}""", """{"items":[{"id":3,"name":"y"}]}""", "")]
    [InlineData("""{"items":[{"id":1}]}""", """{"items":[{"id":"1"},{"id":2}]}""", "/items/[]/id: number in base, string or number in canary")]
    [InlineData("""{"items":[{"id":1}]}""", """{"items":{"id":1}}""", "/items: array in base, object in canary")]
    [InlineData("""{"items":[]}""", """{"items":[1]}""", "/items/[]: only in canary")]
    [InlineData("[1]", "{}", "/: array in base, object in canary")]
    [InlineData("""{"a":null}""", """{"a":true}""", "/a: null in base, boolean in canary")]
    [InlineData("""{"at":1,"deep":{"at":"x","kept":1}}""", """{"at":"1","deep":{"kept":1}}""", "")]
    [InlineData("""{"a":{"skipped":1}}""", """{"a":{}}""", "")]
    public void Shapes_differ_in_members_and_types_and_not_in_values(string one, string other, string difference)
    {
        var ignored = new HashSet<string> { "at", "/a/skipped" };
        var found = JsonShape.Differences(JsonShape.Of(Encoding.UTF8.GetBytes(one), ignored)!, JsonShape.Of(Encoding.UTF8.GetBytes(other), ignored)!);
        found.ShouldBe(difference.Length == 0 ? [] : [difference]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("<p>")]
    public void What_is_no_JSON_has_no_shape(string text) => JsonShape.Of(Encoding.UTF8.GetBytes(text), new HashSet<string>()).ShouldBeNull();

    [Fact]
    public void A_document_of_any_size_has_a_bounded_shape()
    {
        var members = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"key{i}\":1"));
        var shape = JsonShape.Of(Encoding.UTF8.GetBytes($"{{{members}}}"), new HashSet<string>())!;
        JsonShape.Differences(shape, JsonShape.Of("{}"u8.ToArray(), new HashSet<string>())!).Count().ShouldBeLessThan(2001);
    }
}
