using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Storage.Apis;
using ControlPlane.Storage.Resources;

namespace ControlPlane.Storage.Tests.Resources;

public class ResourceRepositoryTests : StoreTest
{
    private ResourceRepository Resources => new(Store);

    [Fact]
    public async Task Reads_OfAnUnknownApi_FindNothing()
    {
        (await Resources.GetTreeAsync("a", default)).ShouldBeNull();
        (await Resources.ListAsync("a", default)).ShouldBeNull();
        var methods = await Resources.GetMethodsAsync("a", "r", default);
        (methods.Value.Count, methods.Revision).ShouldBe((0, 0L));
    }

    [Fact]
    public async Task ReplaceMethods_ThenGet_HasEveryMember()
    {
        var methods = new Dictionary<string, Method> { ["GET"] = Populated.Make<Method>(), ["ANY"] = Populated.Make<Method>(flag: false) };
        (await Resources.ReplaceMethodsAsync("a", "r", methods, 0, default)).ShouldBe(1);
        var read = await Resources.GetMethodsAsync("a", "r", default);
        read.Revision.ShouldBe(1);
        Populated.Dump(read.Value).ShouldBe(Populated.Dump(methods));
    }

    [Fact]
    public async Task ReplaceMethods_StaleRevision_IsNull()
    {
        var none = new Dictionary<string, Method>();
        await Resources.ReplaceMethodsAsync("a", "r", none, 0, default);
        (await Resources.ReplaceMethodsAsync("a", "r", none, 0, default)).ShouldBeNull();
        (await Resources.ReplaceMethodsAsync("a", "r", none, 2, default)).ShouldBeNull();
        (await Resources.ReplaceMethodsAsync("a", "r", none, 1, default)).ShouldBe(2);
    }

    [Fact]
    public async Task ReplaceTree_StaleRevision_IsNull()
    {
        var tree = await CreateAsync();
        (await Resources.ReplaceTreeAsync("a", tree.Add("x", "root", "x"), 1, default)).ShouldBe(2);
        (await Resources.ReplaceTreeAsync("a", tree.Add("y", "root", "y"), 1, default)).ShouldBeNull();
        (await Resources.GetTreeAsync("a", default))!.Value.Nodes.Keys.ShouldBe(["x"]);
    }

    [Fact]
    public async Task List_Resources_AreInPathOrderWithTheirMethods()
    {
        var tree = (await CreateAsync()).Add("1", "root", "pets").Add("2", "1", "{id}").Add("3", "root", "Zoo");
        await Resources.ReplaceTreeAsync("a", tree, 1, default);
        await Resources.ReplaceMethodsAsync("a", "2", new Dictionary<string, Method> { ["GET"] = Populated.Make<Method>() }, 0, default);
        await Resources.ReplaceMethodsAsync("a", "gone", new Dictionary<string, Method> { ["GET"] = Populated.Make<Method>() }, 0, default);
        var all = (await Resources.ListAsync("a", default)).ShouldNotBeNull();
        all.Select(resource => (resource.Id, resource.ParentId, resource.PathPart, resource.Path, string.Join(',', resource.Methods.Keys))).ShouldBe(
        [
            ("root", null, null, "/", ""),
            ("3", "root", "Zoo", "/Zoo", ""),
            ("1", "root", "pets", "/pets", ""),
            ("2", "1", "{id}", "/pets/{id}", "GET"),
        ]);
    }

    [Fact]
    public async Task DeleteMethods_ForgetsThem()
    {
        await Resources.ReplaceMethodsAsync("a", "r", new Dictionary<string, Method> { ["GET"] = Populated.Make<Method>() }, 0, default);
        await Resources.DeleteMethodsAsync("a", ["r", "unknown"], default);
        (await Resources.GetMethodsAsync("a", "r", default)).Revision.ShouldBe(0);
    }

    private async Task<ResourceTree> CreateAsync()
    {
        var tree = ResourceTree.Create("root");
        await new RestApiRepository(Store).CreateAsync(
            Populated.Make<RestApi>() with { Id = "a" }, tree, new Dictionary<string, IReadOnlyDictionary<string, Method>>(), ApiParts.None, [], default);
        return tree;
    }
}
