using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Resources;

namespace ControlPlane.Domain.Tests.Resources;

public sealed class ResourceTreeTests
{
    private const string _badPart = "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.";

    // / -> pets -> {id} -> {rest+}, and / -> zoo
    private static readonly ResourceTree _tree = ResourceTree.Create("root").Add("pets", "root", "pets").Add("id", "pets", "{id}").Add("rest", "id", "{rest+}").Add("zoo", "root", "zoo");

    [Fact]
    public void Paths_AreThoseOfTheTree()
    {
        new[] { "root", "pets", "id", "rest", "zoo" }.Select(_tree.PathOf).ShouldBe(["/", "/pets", "/pets/{id}", "/pets/{id}/{rest+}", "/zoo"]);
        _tree.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("A-b_c.d:e,9")]
    [InlineData("{a}")]
    [InlineData("{a.b-c_d$:9}")]
    [InlineData("{proxy+}")]
    public void Accepts_PathParts(string part) => ResourceTree.Create("root").Add("x", "root", part).PathOf("x").ShouldBe($"/{part}");

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{+}")]
    [InlineData("{a")]
    [InlineData("a}")]
    [InlineData("a{b}")]
    [InlineData("{a}{b}")]
    [InlineData("{a++}")]
    [InlineData("a+")]
    [InlineData("%2F")]
    public void Rejects_PathParts(string part) => Refusal.ShouldBeBadRequest(() => _tree.Add("x", "root", part), _badPart);

    [Fact]
    public void Add_Rejects()
    {
        Refusal.ShouldBe(() => _tree.Add("x", "nope", "a"), ErrorType.NotFoundException, "Invalid Resource identifier specified");
        Refusal.ShouldBe(() => _tree.Add("x", "root", "pets"), ErrorType.ConflictException, "Another resource with the same parent already has this name: pets");
        Refusal.ShouldBe(() => _tree.Add("x", "pets", "{id}"), ErrorType.ConflictException, "Another resource with the same parent already has this name: {id}");
        Refusal.ShouldBeBadRequest(() => _tree.Add("x", "pets", "{other}"), "A sibling ({id}) of this resource already has a variable path part -- only one is allowed");
        Refusal.ShouldBeBadRequest(() => _tree.Add("x", "pets", "{other+}"), "A sibling ({id}) of this resource already has a variable path part -- only one is allowed");
        Refusal.ShouldBeBadRequest(() => _tree.Add("x", "rest", "a"), "Cannot create a child of a resource with a greedy path variable: {rest+}");
    }

    [Fact]
    public void Rename_MovesTheSubtree()
    {
        var tree = _tree.Rename("pets", "animals");
        (tree.PathOf("rest"), _tree.PathOf("rest")).ShouldBe(("/animals/{id}/{rest+}", "/pets/{id}/{rest+}"));
        _tree.Rename("pets", "pets").PathOf("pets").ShouldBe("/pets");
        _tree.Rename("id", "{other}").PathOf("id").ShouldBe("/pets/{other}");
    }

    [Fact]
    public void Rename_Rejects()
    {
        Refusal.ShouldBeBadRequest(() => _tree.Rename("root", "x"), "Root resource cannot update its pathPart.");
        Refusal.ShouldBe(() => _tree.Rename("zoo", "pets"), ErrorType.ConflictException, "Another resource with the same parent already has this name: pets");
        Refusal.ShouldBeBadRequest(() => _tree.Rename("pets", "{pets+}"), "Cannot create a child of a resource with a greedy path variable: {pets+}");
        Refusal.ShouldBeBadRequest(() => _tree.Rename("pets", "a/b"), _badPart);
    }

    [Fact]
    public void Move_TakesTheSubtree() => _tree.Move("id", "zoo").PathOf("rest").ShouldBe("/zoo/{id}/{rest+}");

    [Fact]
    public void Move_Rejects()
    {
        Refusal.ShouldBeBadRequest(() => _tree.Move("root", "zoo"), "Root resource cannot update its parentId.");
        Refusal.ShouldBeBadRequest(() => _tree.Move("pets", "id"), "Resources cannot be cyclical.");
        Refusal.ShouldBeBadRequest(() => _tree.Move("pets", "pets"), "Resources cannot be cyclical.");
        Refusal.ShouldBe(() => _tree.Move("pets", "nope"), ErrorType.NotFoundException, "Invalid Resource identifier specified");
        Refusal.ShouldBeBadRequest(() => _tree.Move("zoo", "rest"), "Cannot create a child of a resource with a greedy path variable: {rest+}");
        Refusal.ShouldBeBadRequest(() => _tree.Move("rest", "pets"), "A sibling ({id}) of this resource already has a variable path part -- only one is allowed");
        Refusal.ShouldBe(() => _tree.Add("x", "zoo", "pets").Move("x", "root"), ErrorType.ConflictException, "Another resource with the same parent already has this name: pets");
    }

    [Fact]
    public void Remove_TakesTheSubtree()
    {
        var tree = _tree.Remove("pets", out var removed);
        removed.ShouldBe(["pets", "id", "rest"], ignoreOrder: true);
        tree.Nodes.Keys.ShouldBe(["zoo"]);
        Refusal.ShouldBeBadRequest(() => _tree.Remove("root", out _), "Root resource cannot be deleted.");
    }

    [Theory]
    [InlineData("replace /nonsense x", "Invalid patch path /nonsense")]
    [InlineData("remove /pathPart", "Invalid patch operation specified. Must be one of: [replace]")]
    [InlineData("add /parentId zoo", "Invalid patch operation specified. Must be one of: [replace]")]
    public void Patch_Rejects(string operation, string message) => Refusal.ShouldBeBadRequest(() => ResourcePatches.Apply(_tree, "pets", Patches.Of(operation)), message);

    [Fact]
    public void Patch_SeveralOperations_AllOrNothing()
    {
        ResourcePatches.Apply(_tree, "id", Patches.Of("replace /parentId zoo", "replace /pathPart {x}")).PathOf("rest").ShouldBe("/zoo/{x}/{rest+}");
        Should.Throw<ApiException>(() => ResourcePatches.Apply(_tree, "id", Patches.Of("replace /parentId zoo", "replace /pathPart a/b")));
        _tree.PathOf("id").ShouldBe("/pets/{id}");
    }
}
