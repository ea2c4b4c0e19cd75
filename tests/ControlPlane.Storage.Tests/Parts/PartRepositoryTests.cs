using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Storage.Parts;

namespace ControlPlane.Storage.Tests.Parts;

public class PartRepositoryTests : StoreTest
{
    private const string _api = "abcdefghij";

    private PartRepository<Model> Models => new(Store, PartLayouts.Models);

    [Fact]
    public async Task Create_EveryKind_IsReadWithEveryMember()
    {
        await RoundTripAsync(PartLayouts.Models);
        await RoundTripAsync(PartLayouts.RequestValidators);
        await RoundTripAsync(PartLayouts.GatewayResponses);
        await RoundTripAsync(PartLayouts.Authorizers);
        await RoundTripAsync(PartLayouts.DocumentationParts);

        var parts = await new ApiPartsRepository(Store).GetAsync(_api, default);
        Populated.Dump(parts.Models.ShouldHaveSingleItem()).ShouldBe(Populated.Dump(Populated.Make<Model>()));
        Populated.Dump(parts.RequestValidators.ShouldHaveSingleItem()).ShouldBe(Populated.Dump(Populated.Make<RequestValidator>()));
        Populated.Dump(parts.GatewayResponses.ShouldHaveSingleItem()).ShouldBe(Populated.Dump(Populated.Make<GatewayResponse>()));
        Populated.Dump(parts.Authorizers.ShouldHaveSingleItem()).ShouldBe(Populated.Dump(Populated.Make<Authorizer>()));
    }

    [Fact]
    public async Task Create_SameNameTwice_IsRefusedAndTheFirstStays()
    {
        (await Models.CreateAsync(_api, Sample("Pet"), default)).ShouldBeTrue();
        (await Models.CreateAsync(_api, Sample("Pet") with { Schema = "{}" }, default)).ShouldBeFalse();
        (await Models.CreateAsync("otherapi01", Sample("Pet"), default)).ShouldBeTrue();
        (await Models.GetAsync(_api, "Pet", default))!.Value.Schema.ShouldBeNull();
    }

    [Fact]
    public async Task ReplaceAndDelete_OnlyAtTheRevision()
    {
        await Models.CreateAsync(_api, Sample("Pet"), default);
        var revision = (await Models.GetAsync(_api, "Pet", default))!.Revision;
        var next = (await Models.ReplaceAsync(_api, Sample("Pet") with { Description = "d" }, revision, default)).ShouldNotBeNull();
        (await Models.ReplaceAsync(_api, Sample("Pet"), revision, default)).ShouldBeNull();
        (await Models.DeleteAsync(_api, "Pet", revision, default)).ShouldBeFalse();
        (await Models.DeleteAsync(_api, "Pet", next, default)).ShouldBeTrue();
        (await Models.GetAsync(_api, "Pet", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Put_IsThereOrNot_IsStored()
    {
        await Models.PutAsync(_api, Sample("Pet"), default);
        await Models.PutAsync(_api, Sample("Pet") with { Description = "second" }, default);
        (await Models.GetAsync(_api, "Pet", default))!.Value.Description.ShouldBe("second");
    }

    [Fact]
    public async Task List_Pages_ByName()
    {
        foreach (var name in new[] { "C", "A", "B" })
        {
            await Models.CreateAsync(_api, Sample(name), default);
        }

        await new PartRepository<RequestValidator>(Store, PartLayouts.RequestValidators).CreateAsync(_api, new RequestValidator { Id = "v00001" }, default);
        var first = await Models.ListAsync(_api, 2, null, default);
        first.Items.Select(model => model.Name).ShouldBe(["A", "B"]);
        var second = await Models.ListAsync(_api, 2, first.Position, default);
        second.Items.Select(model => model.Name).ShouldBe(["C"]);
        (await Models.ListAsync(_api, null, null, default)).Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Parts_OfAnApiWithoutAny_AreEmpty()
    {
        await new PartRepository<DocumentationPart>(Store, PartLayouts.DocumentationParts).CreateAsync(_api, Populated.Make<DocumentationPart>(), default);
        var parts = await new ApiPartsRepository(Store).GetAsync(_api, default);
        (parts.Models.Count + parts.RequestValidators.Count + parts.GatewayResponses.Count + parts.Authorizers.Count).ShouldBe(0);
    }

    private static Model Sample(string name) => new() { Id = "m" + name, Name = name, ContentType = "application/json" };

    private async Task RoundTripAsync<T>(PartLayout<T> layout)
        where T : class
    {
        var part = Populated.Make<T>();
        var repository = new PartRepository<T>(Store, layout);
        (await repository.CreateAsync(_api, part, default)).ShouldBeTrue();
        var read = await repository.GetAsync(_api, layout.IdOf(part), default);
        Populated.Dump(read!.Value).ShouldBe(Populated.Dump(part));
    }
}
