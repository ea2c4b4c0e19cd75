using ControlPlane.Domain.DomainNames;
using ControlPlane.Storage.DomainNames;

namespace ControlPlane.Storage.Tests.DomainNames;

public class CustomDomainRepositoryTests : StoreTest
{
    private static readonly CustomDomain _domain = Populated.Make<CustomDomain>() with { Name = "a.example.com" };

    private CustomDomainRepository Domains => new(Store);

    [Fact]
    public async Task Create_ThenGet_HasEveryMember()
    {
        (await Domains.CreateAsync(_domain, default)).ShouldBeTrue();
        (await Domains.CreateAsync(_domain with { Tags = new Dictionary<string, string>() }, default)).ShouldBeFalse();
        var read = (await Domains.GetAsync("a.example.com", default))!;
        read.Revision.ShouldBe(1);
        Populated.Dump(read.Value).ShouldBe(Populated.Dump(_domain));
    }

    [Fact]
    public async Task Replace_StaleRevision_IsNull()
    {
        await Domains.CreateAsync(_domain, default);
        (await Domains.ReplaceAsync(_domain with { CertificateArn = "new" }, 1, default)).ShouldBe(2);
        (await Domains.ReplaceAsync(_domain, 1, default)).ShouldBeNull();
        (await Domains.GetAsync(_domain.Name, default))!.Value.CertificateArn.ShouldBe("new");
    }

    [Fact]
    public async Task List_Pages_ByName()
    {
        foreach (var name in new[] { "c.example.com", "a.example.com", "b.example.com" })
        {
            await Domains.CreateAsync(_domain with { Name = name }, default);
        }

        var first = await Domains.ListAsync(2, null, default);
        var second = await Domains.ListAsync(2, first.Position, default);
        first.Items.Concat(second.Items).Select(domain => domain.Name).ShouldBe(["a.example.com", "b.example.com", "c.example.com"]);
        second.Position.ShouldBeNull();
        (await Domains.ListAsync(null, null, default)).Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Delete_AtItsRevision()
    {
        await Domains.CreateAsync(_domain, default);
        (await Domains.DeleteAsync(_domain.Name, 2, default)).ShouldBeFalse();
        (await Domains.DeleteAsync(_domain.Name, 1, default)).ShouldBeTrue();
        (await Domains.GetAsync(_domain.Name, default)).ShouldBeNull();
    }
}
