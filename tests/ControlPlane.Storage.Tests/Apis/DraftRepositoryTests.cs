using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.Resources;
using ControlPlane.Storage.Apis;
using ControlPlane.Storage.Resources;

namespace ControlPlane.Storage.Tests.Apis;

public class DraftRepositoryTests : StoreTest
{
    private const string _api = "abcdefghij";

    private DraftRepository Drafts => new(Store);

    [Fact]
    public async Task Get_AfterCreate_HasEverything()
    {
        var draft = Draft("first", "a", "b");
        await CreateAsync(draft);

        var read = (await Drafts.GetAsync(_api, default))!;
        Populated.Dump(read.Draft).ShouldBe(Populated.Dump(draft));
        read.MethodRevisions.Keys.Order(StringComparer.Ordinal).ShouldBe(["a", "b"]);
        (await Drafts.GetAsync("otherapi01", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Replace_LeavesExactlyWhatItIsGiven()
    {
        await CreateAsync(Draft("first", "a", "b"));
        var after = Draft("second", "b", "c");
        (await Drafts.ReplaceAsync((await Drafts.GetAsync(_api, default))!, after, default)).ShouldBeTrue();

        Populated.Dump((await Drafts.GetAsync(_api, default))!.Draft).ShouldBe(Populated.Dump(after));
        (await new ResourceRepository(Store).ListAsync(_api, default))!.Select(resource => resource.Path).ShouldBe(["/", "/b", "/c"]);
        (await new ResourceRepository(Store).GetMethodsAsync(_api, "a", default)).Revision.ShouldBe(0);
    }

    [Fact]
    public async Task Replace_AfterAnyOtherWriter_IsRefused()
    {
        await CreateAsync(Draft("first", "a"));
        var read = (await Drafts.GetAsync(_api, default))!;
        await new RestApiRepository(Store).ReplaceAsync(read.Draft.Api with { Name = "other" }, read.ApiRevision, default);
        (await Drafts.ReplaceAsync(read, Draft("second", "z"), default)).ShouldBeFalse();
        (await Drafts.GetAsync(_api, default))!.Draft.Tree.Contains("z").ShouldBeFalse();

        read = (await Drafts.GetAsync(_api, default))!;
        await new ResourceRepository(Store).ReplaceTreeAsync(_api, read.Draft.Tree, read.TreeRevision, default);
        (await Drafts.ReplaceAsync(read, Draft("second", "z"), default)).ShouldBeFalse();

        read = (await Drafts.GetAsync(_api, default))!;
        await new ResourceRepository(Store).ReplaceMethodsAsync(_api, "a", read.Draft.Methods["a"], read.MethodRevisions["a"], default);
        (await Drafts.ReplaceAsync(read, Draft("second", "a"), default)).ShouldBeFalse();
    }

    private async Task CreateAsync(ApiDraft draft) =>
        (await new RestApiRepository(Store).CreateAsync(draft.Api, draft.Tree, draft.Methods, draft.Parts, draft.Documentation, default)).ShouldBeTrue();

    // Resources, models and documentation parts of the same names.
    private static ApiDraft Draft(string name, params string[] names) => new(
        Populated.Make<RestApi>() with { Id = _api, Name = name, RootResourceId = "root" },
        new ResourceTree("root", names.ToDictionary(each => each, each => new ResourceNode("root", each))),
        names.ToDictionary(each => each, each => (IReadOnlyDictionary<string, Method>)new Dictionary<string, Method> { ["GET"] = new() { HttpMethod = "GET", OperationName = name } }),
        new ApiParts { Models = [.. names.Select(each => new Model { Id = "m" + each, Name = each, ContentType = "application/json", Description = name })] },
        [.. names.Select(each => new DocumentationPart { Id = each, Location = new() { Type = DocumentationPartType.Model, Name = each }, Properties = "{}" })]);
}
