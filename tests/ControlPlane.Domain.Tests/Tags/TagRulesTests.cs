using ControlPlane.Domain.Tags;

namespace ControlPlane.Domain.Tests.Tags;

public sealed class TagRulesTests
{
    [Fact]
    public void Accepts_TheBounds()
    {
        var tags = Enumerable.Range(0, 49).ToDictionary(i => $"k{i}", _ => "");
        tags[new string('k', 128)] = new string('v', 256);
        TagRules.Validate(tags).Count.ShouldBe(50);
    }

    [Fact]
    public void Rejects_BeyondThem()
    {
        Refusal.ShouldBeBadRequest(() => TagRules.Validate(Enumerable.Range(0, 51).ToDictionary(i => $"k{i}", _ => "")), "Too many tags. A resource can have at most 50 tags.");
        Refusal.ShouldBeBadRequest(() => Validate("", "v"), "Invalid tag key specified: . Tag keys must have 1 to 128 characters.");
        Refusal.ShouldBeBadRequest(() => Validate(new string('k', 129), "v"), $"Invalid tag key specified: {new string('k', 129)}. Tag keys must have 1 to 128 characters.");
        Refusal.ShouldBeBadRequest(() => Validate("AWS:x", "v"), "Invalid tag key specified: AWS:x. The prefix aws: is reserved.");
        Refusal.ShouldBeBadRequest(() => Validate("k", new string('v', 257)), "Invalid tag value specified for k. Tag values must have at most 256 characters.");
    }

    [Fact]
    public void Add_Overlays_AndRemoveIgnoresWhatIsNotThere()
    {
        var tags = TagRules.Add(new Dictionary<string, string> { ["a"] = "1", ["b"] = "1" }, new Dictionary<string, string> { ["b"] = "2", ["c"] = "2" });
        tags.ShouldBe(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2", ["c"] = "2" }, ignoreOrder: true);
        TagRules.Remove(tags, ["a", "c", "nope"]).ShouldBe(new Dictionary<string, string> { ["b"] = "2" });
    }

    private static void Validate(string key, string value) => TagRules.Validate(new Dictionary<string, string> { [key] = value });
}
