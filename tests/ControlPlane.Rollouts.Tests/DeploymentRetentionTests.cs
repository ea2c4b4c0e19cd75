using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Resources;
using ControlPlane.Storage.Apis;
using ControlPlane.Storage.Deployments;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Scheduling;

namespace ControlPlane.Rollouts.Tests;

public sealed class DeploymentRetentionTests : RolloutsTest
{
    private DeploymentRepository Deployments => new(Store);

    [Fact]
    public async Task What_is_too_many_goes_and_what_a_stage_serves_stays()
    {
        await CreateApiAsync(DeploymentRetention.Create(2, null));
        await DeployAsync("dep1", "dep2", "dep3", "dep4", "dep5");
        await CreateAsync("prod", null);
        await Due.AddAsync(DueWork.RetentionOf("api1", Clock.GetUtcNow()), default);

        await Tick.RunAsync(default);

        (await IdsAsync()).ShouldBe(["dep1", "dep4", "dep5"]);
        (await Deployments.GetDocumentAsync("api1", "dep1", default)).ShouldNotBeNull();
        (await Store.QueryAsync(new ItemQuery("API#api1", "DOCUMENT#"))).Items.Count.ShouldBe(3);
        (await EntriesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_grows_too_old_goes_on_its_day()
    {
        await CreateApiAsync(DeploymentRetention.Create(null, 1));
        await DeployAsync("dep1", "dep2");
        await Due.AddAsync(DueWork.RetentionOf("api1", Clock.GetUtcNow()), default);
        await Tick.RunAsync(default);
        (await IdsAsync()).ShouldBe(["dep1", "dep2"]);

        Clock.Advance(86_400 - 1);
        await Tick.RunAsync(default);
        (await IdsAsync()).ShouldBe(["dep2"]);

        Clock.Advance(1);
        await Tick.RunAsync(default);
        (await IdsAsync()).ShouldBeEmpty();
        (await EntriesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_stage_that_comes_to_serve_it_meanwhile_keeps_it()
    {
        await CreateApiAsync(DeploymentRetention.Create(1, null));
        await DeployAsync("dep1", "dep2");
        await Due.AddAsync(DueWork.RetentionOf("api1", Clock.GetUtcNow()), default);
        Store.BeforeDelete = async key =>
        {
            if (key.Sort == "DEPLOYMENT#dep1")
            {
                Store.BeforeDelete = _ => Task.CompletedTask;
                await CreateAsync("prod", null);
            }
        };

        await Tick.RunAsync(default);

        (await IdsAsync()).ShouldBe(["dep1", "dep2"]);
        (await Deployments.GetDocumentAsync("api1", "dep1", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_a_retention_nothing_goes()
    {
        await CreateApiAsync(null);
        await DeployAsync("dep1", "dep2");
        await Due.AddAsync(DueWork.RetentionOf("api1", Clock.GetUtcNow()), default);
        await Due.AddAsync(DueWork.RetentionOf("gone", Clock.GetUtcNow()), default);
        await Tick.RunAsync(default);
        (await IdsAsync()).Count.ShouldBe(2);
        (await EntriesAsync()).ShouldBe(0);
    }

    private async Task CreateApiAsync(DeploymentRetention? retention)
    {
        var api = new RestApi { Id = "api1", Name = "shop", CreatedDate = Clock.GetUtcNow(), RootResourceId = "root", DeploymentRetention = retention };
        (await new RestApiRepository(Store).CreateAsync(api, ResourceTree.Create("root"), new Dictionary<string, IReadOnlyDictionary<string, Domain.Methods.Method>>(), ApiParts.None, [], default)).ShouldBeTrue();
    }

    /// <summary>Deployments a second apart.</summary>
    private async Task DeployAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            Clock.Advance(1);
            var deployment = new Deployment { Id = id, CreatedDate = Clock.GetUtcNow() };
            (await Deployments.CreateAsync("api1", deployment, new DeployedApi { RestApiId = "api1", Name = "shop", Resources = [] }, default)).ShouldBeTrue();
        }
    }

    private async Task<List<string>> IdsAsync() =>
        [.. (await Deployments.ListAsync("api1", 100, null, default)).Items.Select(deployment => deployment.Id)];
}
