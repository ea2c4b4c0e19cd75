using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.Tests.Patching;

public sealed class PatchTableTests
{
    private static readonly PatchTable<string> _table = Table(PatchRefusals.Listing);

    [Theory]
    [InlineData("replace /a x", "start a=x")]
    [InlineData("replace /map/plain x", "start map[plain]=x")]
    [InlineData("replace /map/a~1b~0c x", "start map[a/b~c]=x")]
    [InlineData("replace /map/~01 x", "start map[~1]=x")]
    [InlineData("replace /map/ x", "start map[]=x")]
    [InlineData("add /deep/b~1c/d/e/end x", "start deep[b~1c/d/e]=x")]
    [InlineData("add /deep/b/end x", "start deep[b]=x")]
    public void Accepts_Paths(string operation, string expected) => _table.Apply("start", Patches.Of(operation)).ShouldBe(expected);

    [Theory]
    [InlineData("replace /b x", "Invalid patch path  '/b' specified for op 'replace'. Must be one of: [/a, /map/{key}]")]
    [InlineData("replace a x", "Invalid patch path  'a' specified for op 'replace'. Must be one of: [/a, /map/{key}]")]
    [InlineData("replace / x", "Invalid patch path  '/' specified for op 'replace'. Must be one of: [/a, /map/{key}]")]
    [InlineData("replace /a/ x", "Invalid patch path  '/a/' specified for op 'replace'. Must be one of: [/a, /map/{key}]")]
    [InlineData("replace //a x", "Invalid patch path  '//a' specified for op 'replace'. Must be one of: [/a, /map/{key}]")]
    [InlineData("replace /A x", "Invalid patch path  '/A' specified for op 'replace'. Must be one of: [/a, /map/{key}]")]
    [InlineData("replace /map/a/b x", "Invalid patch path  '/map/a/b' specified for op 'replace'. Must be one of: [/a, /map/{key}]")]
    [InlineData("add /a x", "Invalid patch path  '/a' specified for op 'add'. Please choose supported operations")]
    [InlineData("add /deep/end x", "Invalid patch path  '/deep/end' specified for op 'add'. Please choose supported operations")]
    [InlineData("move /a x", "Invalid patch path  '/a' specified for op 'move'. Please choose supported operations")]
    [InlineData("test /a x", "Invalid patch path  '/a' specified for op 'test'. Please choose supported operations")]
    public void Rejects_InTheWordsOfNewerResources(string operation, string message) =>
        Refusal.ShouldBeBadRequest(() => _table.Apply("start", Patches.Of(operation)), message);

    [Theory]
    [InlineData("replace /b x", "Invalid patch path /b")]
    [InlineData("add /a x", "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData("replace /deep/b/end x", "Invalid patch operation specified. Must be one of: [add]")]
    [InlineData("copy /map/x y", "Invalid patch operation specified. Must be 'add'|'remove'|'replace'")]
    public void Rejects_InTheWordsOfOlderResources(string operation, string message) =>
        Refusal.ShouldBeBadRequest(() => Table(PatchRefusals.Plain).Apply("start", Patches.Of(operation)), message);

    [Fact]
    public void Rejects_MissingPath()
    {
        PatchOperation[] missing = [new(PatchOp.Replace, null, "x", null)];
        Refusal.ShouldBeBadRequest(() => Table(PatchRefusals.Plain).Apply("start", missing), "Invalid patch path null");
        Refusal.ShouldBeBadRequest(() => _table.Apply("start", missing), "Invalid patch path  'null' specified for op 'replace'. Must be one of: [/a, /map/{key}]");
    }

    [Fact]
    public void Apply_SeveralOperations_InTheirOrder() =>
        _table.Apply("start", Patches.Of("replace /a 1", "replace /a 2", "remove /map/k")).ShouldBe("start a=1 a=2 map[k]=");

    [Fact]
    public void Apply_NoOperations_ChangesNothing() => _table.Apply("start", []).ShouldBe("start");

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("False", false)]
    public void Boolean_Accepts(string value, bool expected) => Edit(value).Boolean.ShouldBe(expected);

    [Theory]
    [InlineData("yes", "Invalid value 'yes' specified for path '/a': it must be a boolean")]
    [InlineData("", "Invalid value '' specified for path '/a': it must be a boolean")]
    [InlineData(null, "Invalid patch value: value is required for path /a")]
    public void Boolean_Rejects(string? value, string message) => Refusal.ShouldBeBadRequest(() => _ = Edit(value).Boolean, message);

    [Theory]
    [InlineData("-1")]
    [InlineData("11")]
    [InlineData("1.0")]
    [InlineData("1e1")]
    [InlineData(" 1")]
    [InlineData("99999999999")]
    [InlineData("NaN")]
    public void Whole_Rejects(string value) =>
        Refusal.ShouldBeBadRequest(() => Edit(value).Whole(0, 10), $"Invalid value '{value}' specified for path '/a': it must be an integer between 0 and 10");

    [Theory]
    [InlineData("-0.1")]
    [InlineData("100.1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("1,5")]
    [InlineData("0x1")]
    public void Number_Rejects(string value) =>
        Refusal.ShouldBeBadRequest(() => Edit(value).Number(0, 100), $"Invalid value '{value}' specified for path '/a': it must be a number between 0.0 and 100.0");

    [Theory]
    [InlineData("0", 0)]
    [InlineData("100.0", 100)]
    [InlineData("1e1", 10)]
    [InlineData(".5", 0.5)]
    public void Number_Accepts(string value, double expected) => Edit(value).Number(0, 100).ShouldBe(expected);

    private static PatchEdit Edit(string? value) => new(new(PatchOp.Replace, "/a", value, null), []);

    private static PatchTable<string> Table(PatchRefusals refusals) => new PatchTable<string>(refusals)
        .Allow(PatchOp.Replace, "/a", (target, edit) => $"{target} a={edit.Value}")
        .Allow(PatchOp.Add | PatchOp.Remove | PatchOp.Replace, "/map/{key}", (target, edit) => $"{target} map[{edit.Captures[0]}]={edit.Value}")
        .Allow(PatchOp.Add, "/deep/{path+}/end", (target, edit) => $"{target} deep[{edit.Captures[0]}]={edit.Value}");
}
