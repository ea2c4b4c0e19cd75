using ControlPlane.Domain.Accounts;
using ControlPlane.Storage.Accounts;

namespace ControlPlane.Storage.Tests.Accounts;

public class AccountRepositoryTests : StoreTest
{
    private AccountRepository Accounts => new(Store);

    [Fact]
    public async Task Get_NothingStored_IsTheDefaultAtRevisionZero()
    {
        var account = await Accounts.GetAsync(default);
        (account.Value, account.Revision).ShouldBe((new Account(), 0L));
    }

    [Fact]
    public async Task Replace_OnlyAtItsRevision()
    {
        var full = Populated.Make<Account>();
        (await Accounts.ReplaceAsync(full, 0, default)).ShouldBe(1);
        (await Accounts.ReplaceAsync(new Account(), 0, default)).ShouldBeNull();
        (await Accounts.GetAsync(default)).Value.ShouldBe(full);
        (await Accounts.ReplaceAsync(new Account(), 1, default)).ShouldBe(2);
    }
}
