using ControlPlane.Api.Tests.Hosting;
using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Storage.Items;

namespace ControlPlane.Api.Tests.ClientCertificates;

public sealed class ClientCertificateTests : IAsyncLifetime
{
    private ControlApp App { get; set; } = null!;

    public async Task InitializeAsync() => App = await ControlApp.StartAsync(
        new ControlApiOptions { KeyProtection = new KeyProtection(new string('s', 32)), Quotas = new Quotas { ClientCertificates = 3 } });

    public async Task DisposeAsync() => await App.DisposeAsync();

    [Fact]
    public async Task Certificate_IsGeneratedShownListedChangedAndDeleted()
    {
        var created = await App.PostAsync("/clientcertificates", """{"description":"first","tags":{"a":"b"}}""");
        created.Status.ShouldBe(201, created.Body);
        var id = created["clientCertificateId"];
        id.ShouldMatch("^[a-z0-9]{6}$");
        created.Json["expirationDate"]!.GetValue<long>().ShouldBe(created.Json["createdDate"]!.GetValue<long>() + (365 * 86_400));
        created["pemEncodedCertificate"].ShouldStartWith("-----BEGIN CERTIFICATE-----");
        created.Body.ShouldNotContain("rotectedKey");

        (await App.GetAsync($"/clientcertificates/{id}")).ShouldBe(200, created.Body);
        (await App.GetAsync("/clientcertificates")).Json["item"]!.AsArray().Count.ShouldBe(1);
        (await App.PatchAsync($"/clientcertificates/{id}", "replace /description second"))["description"].ShouldBe("second");
        (await App.PatchAsync($"/clientcertificates/{id}", "replace /pemEncodedCertificate x")).Status.ShouldBe(400);
        var arn = Uri.EscapeDataString($"arn:aws:apigateway:us-east-1::/clientcertificates/{id}");
        (await App.PutAsync($"/tags/{arn}", """{"tags":{"c":"d"}}""")).Status.ShouldBe(204);
        (await App.GetAsync($"/tags/{arn}")).ShouldBe(200, """{"tags":{"a":"b","c":"d"}}""");
        (await App.DeleteAsync($"/clientcertificates/{id}")).Status.ShouldBe(202);
        var gone = await App.GetAsync($"/clientcertificates/{id}");
        (gone.Status, gone["message"]).ShouldBe((404, "Invalid Client Certificate identifier specified"));
    }

    [Fact]
    public async Task Certificate_PrivateKey_IsStoredEncrypted()
    {
        await App.PostAsync("/clientcertificates");
        var stored = (await App.Store.QueryAsync(new ItemQuery("CLIENTCERTIFICATES", ""))).Items.ShouldHaveSingleItem();
        var body = System.Text.Encoding.UTF8.GetString(stored.Body.Span);
        body.ShouldNotContain("PRIVATE KEY");
        body.ShouldContain("protectedKey");
    }

    [Fact]
    public async Task Certificate_ThatAStageShows_IsNotDeleted()
    {
        var api = await App.PostAsync("/restapis", """{"name":"a"}""");
        var path = $"/restapis/{api["id"]}";
        (await App.PutAsync($"{path}/resources/{api["rootResourceId"]}/methods/GET", """{"authorizationType":"NONE"}""")).ShouldSucceed();
        (await App.PutAsync($"{path}/resources/{api["rootResourceId"]}/methods/GET/integration", """{"type":"MOCK"}""")).ShouldSucceed();
        (await App.PostAsync($"{path}/deployments", """{"stageName":"prod"}""")).ShouldSucceed();
        (await App.PatchAsync($"{path}/stages/prod", "replace /clientCertificateId nope")).Status.ShouldBe(404);
        var id = (await App.PostAsync("/clientcertificates"))["clientCertificateId"];
        (await App.PatchAsync($"{path}/stages/prod", $"replace /clientCertificateId {id}"))["clientCertificateId"].ShouldBe(id);
        (await App.DeleteAsync($"/clientcertificates/{id}"))["message"].ShouldBe($"Client certificate {id} is shown by the stage {api["id"]}/prod. Please take it off the stage before deleting it.");
        (await App.PatchAsync($"{path}/stages/prod", "replace /clientCertificateId ")).ShouldSucceed();
        (await App.DeleteAsync($"/clientcertificates/{id}")).Status.ShouldBe(202);
    }

    [Fact]
    public async Task Generate_RepeatedWithItsKey_IsTheSame_AndTheQuotaHolds()
    {
        var first = await App.PostAsync("/clientcertificates", "{}", ("Idempotency-Key", "k1"));
        (await App.PostAsync("/clientcertificates", "{}", ("Idempotency-Key", "k1"))).Body.ShouldBe(first.Body);
        await App.PostAsync("/clientcertificates");
        await App.PostAsync("/clientcertificates");
        (await App.PostAsync("/clientcertificates")).Status.ShouldBe(429);
    }

    [Fact]
    public async Task Generate_WithoutASecret_IsRefused()
    {
        await using var bare = await ControlApp.StartAsync();
        var refused = await bare.PostAsync("/clientcertificates");
        (refused.Status, refused["message"]).ShouldBe((400, "Client certificates are not available here: no secret is configured that their private keys could be encrypted with."));
    }
}
