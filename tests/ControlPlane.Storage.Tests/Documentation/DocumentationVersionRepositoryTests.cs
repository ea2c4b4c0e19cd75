using System.Security.Cryptography;
using ControlPlane.Domain.Documentation;
using ControlPlane.Storage.Documentation;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Tests.Documentation;

public class DocumentationVersionRepositoryTests : StoreTest
{
    private const string _api = "abcdefghij";

    private DocumentationVersionRepository Versions => new(Store);

    [Fact]
    public async Task Create_Many_PartsAreReadWhole()
    {
        var parts = Parts(2000);
        (await Versions.CreateAsync(_api, Version("v1"), parts, default)).ShouldBeTrue();

        var read = await Versions.GetPartsAsync(_api, "v1", default);
        read!.Count.ShouldBe(2000);
        read.ShouldBe(parts);
        Populated.Dump((await Versions.GetAsync(_api, "v1", default))!.Value).ShouldBe(Populated.Dump(Version("v1")));
        (await Store.QueryAsync(new ItemQuery(Keys.ApiPartition(_api), "DOCUMENTATION#DOCUMENT#"))).Items.Count.ShouldBeGreaterThan(1, "they do not fit one item");
    }

    [Fact]
    public async Task Create_SameNameTwice_IsRefusedAndLeavesNoChunks()
    {
        (await Versions.CreateAsync(_api, Version("v1"), Parts(2), default)).ShouldBeTrue();
        (await Versions.CreateAsync(_api, Version("v1"), Parts(5), default)).ShouldBeFalse();

        (await Versions.GetPartsAsync(_api, "v1", default))!.Count.ShouldBe(2);
        (await Store.QueryAsync(new ItemQuery(Keys.ApiPartition(_api), "DOCUMENTATION#DOCUMENT#"))).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ReplaceAndDelete_OnlyAtTheRevision()
    {
        await Versions.CreateAsync(_api, Version("v1"), Parts(2), default);
        var revision = (await Versions.GetAsync(_api, "v1", default))!.Revision;
        var next = (await Versions.ReplaceAsync(_api, Version("v1") with { Description = "other" }, revision, default)).ShouldNotBeNull();
        (await Versions.ReplaceAsync(_api, Version("v1"), revision, default)).ShouldBeNull();
        (await Versions.DeleteAsync(_api, "v1", revision, default)).ShouldBeFalse();
        (await Versions.GetPartsAsync(_api, "v1", default))!.Count.ShouldBe(2);
        (await Versions.DeleteAsync(_api, "v1", next, default)).ShouldBeTrue();
        (await Versions.GetPartsAsync(_api, "v1", default)).ShouldBeNull();
        (await Store.QueryAsync(new ItemQuery(Keys.ApiPartition(_api), ""))).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task List_Pages_ByName()
    {
        foreach (var name in new[] { "v3", "v1", "v2" })
        {
            await Versions.CreateAsync(_api, Version(name), [], default);
        }

        var first = await Versions.ListAsync(_api, 2, null, default);
        first.Items.Select(version => version.Version).ShouldBe(["v1", "v2"]);
        (await Versions.ListAsync(_api, 2, first.Position, default)).Items.Select(version => version.Version).ShouldBe(["v3"]);
    }

    private static DocumentationVersion Version(string name) => Populated.Make<DocumentationVersion>() with { Version = name };

    // Texts that do not compress well.
    private static List<DocumentationPart> Parts(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new DocumentationPart
        {
            Id = $"p{i:D5}",
            Location = new() { Type = DocumentationPartType.Resource, Path = $"/{i}" },
            Properties = $$"""{"description":"{{Convert.ToHexString(RandomNumberGenerator.GetBytes(400))}}"}""",
        }),
    ];
}
