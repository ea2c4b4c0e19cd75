using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Apis;
using ControlPlane.Storage.Deployments;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Resources;
using ControlPlane.Storage.Stages;

namespace ControlPlane.Storage.Tests.Apis;

public class RestApiRepositoryTests : StoreTest
{
    private static readonly Dictionary<string, IReadOnlyDictionary<string, Method>> _noMethods = [];

    private RestApiRepository Apis => new(Store);

    [Fact]
    public async Task Get_UnknownApi_IsNull() => (await Apis.GetAsync("nothing", default)).ShouldBeNull();

    [Fact]
    public async Task Create_ThenGet_HasEveryMember()
    {
        var api = Populated.Make<RestApi>() with { Id = "api0000001" };
        (await CreateAsync(api)).ShouldBeTrue();
        var read = (await Apis.GetAsync(api.Id, default)).ShouldNotBeNull();
        read.Revision.ShouldBe(1);
        Populated.Dump(read.Value).ShouldBe(Populated.Dump(api));
        (await new ResourceRepository(Store).GetTreeAsync(api.Id, default))!.Value.RootId.ShouldBe(api.RootResourceId);
    }

    [Fact]
    public async Task Create_TakenId_IsFalseAndKeepsTheFirst()
    {
        await CreateAsync(Api("api0000001", "first"));
        (await CreateAsync(Api("api0000001", "second"))).ShouldBeFalse();
        (await Apis.GetAsync("api0000001", default))!.Value.Name.ShouldBe("first");
    }

    [Fact]
    public async Task Replace_StaleRevision_IsNull()
    {
        await CreateAsync(Api("api0000001", "first"));
        (await Apis.ReplaceAsync(Api("api0000001", "second"), 1, default)).ShouldBe(2);
        (await Apis.ReplaceAsync(Api("api0000001", "third"), 1, default)).ShouldBeNull();
        (await Apis.GetAsync("api0000001", default))!.Value.Name.ShouldBe("second");
    }

    [Fact]
    public async Task List_Pages_ById()
    {
        foreach (var id in new[] { "c", "a", "b" })
        {
            await CreateAsync(Api(id, id));
        }

        var first = await Apis.ListAsync(2, null, default);
        first.Items.Select(api => api.Id).ShouldBe(["a", "b"]);
        var second = await Apis.ListAsync(2, first.Position, default);
        second.Items.Select(api => api.Id).ShouldBe(["c"]);
        second.Position.ShouldBeNull();
        (await Apis.CountAsync(default)).ShouldBe(3);
    }

    [Fact]
    public async Task List_UnknownPosition_IsRefused() =>
        (await Should.ThrowAsync<ApiException>(async () => await Apis.ListAsync(2, "not ours!", default))).Message.ShouldBe("Invalid position parameter specified");

    [Fact]
    public async Task List_EntryWithoutItsApi_IsLeftOut()
    {
        await CreateAsync(Api("a", "a"));
        await Store.PutAsync(new("APIS", "b"), "{}"u8.ToArray(), PutCondition.None);
        (await Apis.ListAsync(10, null, default)).Items.Select(api => api.Id).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Delete_LeavesNothing()
    {
        await FillAsync("a");
        await CreateAsync(Api("b", "b"));
        (await Apis.DeleteAsync("a", 1, default)).ShouldBeTrue();
        (await Store.QueryAsync(new("API#a", ""))).Items.ShouldBeEmpty();
        (await Store.QueryAsync(new("APIS", ""))).Items.Select(item => item.Key.Sort).ShouldBe(["b"]);
        (await Apis.GetAsync("b", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Delete_StaleRevision_DeletesNothing()
    {
        await FillAsync("a");
        var before = (await Store.QueryAsync(new("API#a", ""))).Items.Count;
        await Apis.ReplaceAsync(Api("a", "changed"), 1, default);
        (await Apis.DeleteAsync("a", 1, default)).ShouldBeFalse();
        (await Store.QueryAsync(new("API#a", ""))).Items.Count.ShouldBe(before);
    }

    [Fact]
    public async Task FinishDeletion_OfALivingApi_DoesNothing()
    {
        await FillAsync("a");
        (await Apis.FinishDeletionAsync("a", default)).ShouldBeFalse();
        (await Apis.FinishDeletionAsync("unknown", default)).ShouldBeFalse();
        (await Apis.GetAsync("a", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task FinishDeletion_AfterACrash_LeavesNothing()
    {
        await FillAsync("a");
        await Store.DeleteAsync(new("API#a", "API"), PutCondition.None);
        (await Apis.FinishDeletionAsync("a", default)).ShouldBeTrue();
        (await Store.QueryAsync(new("API#a", ""))).Items.ShouldBeEmpty();
        (await Apis.FinishDeletionAsync("a", default)).ShouldBeFalse();
    }

    private async Task FillAsync(string id)
    {
        var methods = new Dictionary<string, IReadOnlyDictionary<string, Method>> { ["root"] = new Dictionary<string, Method> { ["GET"] = Populated.Make<Method>() } };
        await Apis.CreateAsync(Api(id, id), ResourceTree.Create("root"), methods, ApiParts.None, [], default);
        await new DeploymentRepository(Store).CreateAsync(id, Populated.Make<Deployment>(), Populated.Make<DeployedApi>(), default);
        var stages = new StageRepository(Store);
        for (var i = 0; i < 250; i++)
        {
            await Store.PutAsync(new($"API#{id}", $"HISTORY#prod#{i:D14}#1"), "{}"u8.ToArray(), PutCondition.None);
        }

        await stages.CreateAsync(Populated.Make<Stage>() with { RestApiId = id, StageName = "prod" }, default);
    }

    private async Task<bool> CreateAsync(RestApi api) => await Apis.CreateAsync(api, ResourceTree.Create(api.RootResourceId), _noMethods, ApiParts.None, [], default);

    private static RestApi Api(string id, string name) => Populated.Make<RestApi>() with { Id = id, Name = name };
}
