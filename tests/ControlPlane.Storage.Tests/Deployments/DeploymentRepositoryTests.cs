using System.Security.Cryptography;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Resources;
using ControlPlane.Storage.Deployments;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Tests.Deployments;

public class DeploymentRepositoryTests : StoreTest
{
    private static readonly Deployment _deployment = Populated.Make<Deployment>() with { Id = "d1", Chunks = 1 };
    private static readonly DeployedApi _document = Populated.Make<DeployedApi>();

    private DeploymentRepository Deployments => new(Store);

    [Fact]
    public async Task Reads_OfNothing_AreNull()
    {
        (await Deployments.GetAsync("a", "d1", default)).ShouldBeNull();
        (await Deployments.GetDocumentAsync("a", "d1", default)).ShouldBeNull();
        (await Deployments.ListAsync("a", 10, null, default)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Create_ThenGet_HasEveryMember()
    {
        (await Deployments.CreateAsync("a", _deployment, _document, default)).ShouldBeTrue();
        Populated.Dump((await Deployments.GetAsync("a", "d1", default))!.Value).ShouldBe(Populated.Dump(_deployment));
        Populated.Dump(await Deployments.GetDocumentAsync("a", "d1", default)).ShouldBe(Populated.Dump(_document));
    }

    [Fact]
    public async Task Create_TakenId_IsFalse()
    {
        await Deployments.CreateAsync("a", _deployment, _document, default);
        (await Deployments.CreateAsync("a", _deployment with { Description = "other" }, _document, default)).ShouldBeFalse();
        (await Deployments.GetAsync("a", "d1", default))!.Value.Description.ShouldBe(_deployment.Description);
    }

    [Fact]
    public async Task Create_LargeDocument_IsStoredInChunks()
    {
        // Random text does not compress below three quarters, so this takes several chunks of 350 KB.
        var large = _document with
        {
            Resources = [.. Enumerable.Range(0, 40).Select(i => new Resource { Id = $"{i}", Path = $"/{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32 * 1024))}" })],
        };
        (await Deployments.CreateAsync("a", _deployment, large, default)).ShouldBeTrue();
        (await Deployments.GetAsync("a", "d1", default))!.Value.Chunks.ShouldBeGreaterThan(2);
        Populated.Dump(await Deployments.GetDocumentAsync("a", "d1", default)).ShouldBe(Populated.Dump(large));
        (await Deployments.ListAsync("a", 10, null, default)).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task GetDocument_MissingChunk_IsInvalidData()
    {
        await Deployments.CreateAsync("a", _deployment, _document, default);
        await Store.DeleteAsync(new("API#a", "DOCUMENT#d1#0000"), PutCondition.None);
        (await Should.ThrowAsync<InvalidDataException>(async () => await Deployments.GetDocumentAsync("a", "d1", default)))
            .Message.ShouldBe("Deployment d1 of API a lacks chunk 0.");
    }

    [Fact]
    public async Task GetDocument_DamagedChunk_IsInvalidData()
    {
        await Deployments.CreateAsync("a", _deployment, _document, default);
        await Store.PutAsync(new("API#a", "DOCUMENT#d1#0000"), new byte[100], PutCondition.None);
        await Should.ThrowAsync<InvalidDataException>(async () => await Deployments.GetDocumentAsync("a", "d1", default));
    }

    [Fact]
    public async Task List_Pages_ById()
    {
        foreach (var id in new[] { "d3", "d1", "d2" })
        {
            await Deployments.CreateAsync("a", _deployment with { Id = id }, _document, default);
        }

        await Deployments.CreateAsync("b", _deployment with { Id = "d0" }, _document, default);
        var first = await Deployments.ListAsync("a", 2, null, default);
        first.Items.Select(each => each.Id).ShouldBe(["d1", "d2"]);
        var second = await Deployments.ListAsync("a", 2, first.Position, default);
        second.Items.Select(each => each.Id).ShouldBe(["d3"]);
        second.Position.ShouldBeNull();
    }

    [Fact]
    public async Task Replace_KeepsTheDocument()
    {
        await Deployments.CreateAsync("a", _deployment, _document, default);
        (await Deployments.ReplaceAsync("a", _deployment with { Description = "new" }, 1, default)).ShouldBe(2);
        (await Deployments.ReplaceAsync("a", _deployment, 1, default)).ShouldBeNull();
        (await Deployments.GetDocumentAsync("a", "d1", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Delete_ThenRestore_HasTheDocumentAgain()
    {
        await Deployments.CreateAsync("a", _deployment, _document, default);
        (await Deployments.DeleteAsync("a", "d1", 2, default)).ShouldBeFalse();
        (await Deployments.DeleteAsync("a", "d1", 1, default)).ShouldBeTrue();
        (await Deployments.GetDocumentAsync("a", "d1", default)).ShouldBeNull();
        await Deployments.RestoreAsync("a", _deployment, default);
        Populated.Dump(await Deployments.GetDocumentAsync("a", "d1", default)).ShouldBe(Populated.Dump(_document));
    }

    [Fact]
    public async Task DeleteDocument_LeavesNothing()
    {
        await Deployments.CreateAsync("a", _deployment, _document, default);
        await Deployments.DeleteAsync("a", "d1", 1, default);
        await Deployments.DeleteDocumentAsync("a", _deployment, default);
        (await Store.QueryAsync(new("API#a", ""))).Items.ShouldBeEmpty();
    }
}
