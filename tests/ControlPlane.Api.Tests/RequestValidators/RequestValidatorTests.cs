using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.RequestValidators;

public sealed class RequestValidatorTests : ApiTest
{
    private const string _unknown = "Invalid Request Validator identifier specified";

    [Fact]
    public async Task A_validator_lives_its_life()
    {
        var (api, _, _) = await CreateApiAsync();
        var created = await App.PostAsync($"{api}/requestvalidators", """{"name":"all","validateRequestBody":true}""");
        var id = created["id"];
        created.ShouldBe(201, $$"""{"id":"{{id}}","name":"all","validateRequestBody":true,"validateRequestParameters":false}""");
        var validator = $"{api}/requestvalidators/{id}";
        (await App.GetAsync(validator)).ShouldBe(200, created.Body);
        (await App.PatchAsync(validator, "replace /name some", "replace /validateRequestBody false", "replace /validateRequestParameters true"))
            .ShouldBe(200, $$"""{"id":"{{id}}","name":"some","validateRequestBody":false,"validateRequestParameters":true}""");
        (await App.PatchAsync(validator, "replace /id x")).ShouldBeBadRequest(
            "Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/name, /validateRequestParameters, /validateRequestBody]");
        (await App.PatchAsync(validator, "add /name x")).ShouldBeBadRequest("Invalid patch path  '/name' specified for op 'add'. Please choose supported operations");
        (await App.PatchAsync(validator, "replace /validateRequestBody perhaps")).Status.ShouldBe(400);
        (await App.PatchAsync(validator, "replace /name  ")).ShouldBeBadRequest("Request Validator name cannot be blank");
        (await App.DeleteAsync(validator)).ShouldBeEmpty(202);
        (await App.GetAsync(validator)).ShouldBeNotFound(_unknown);
        (await App.DeleteAsync(validator)).ShouldBeNotFound(_unknown);
        (await App.PatchAsync(validator, "replace /name x")).ShouldBeNotFound(_unknown);
    }

    [Theory]
    [InlineData("""{"name":" "}""", "BadRequestException", "Request Validator name cannot be blank")]
    [InlineData("""{"name":1}""", "SerializationException", "class java.lang.Integer can not be converted to an String")]
    [InlineData("""{"validateRequestBody":"true"}""", "SerializationException", "class java.lang.String can not be converted to an Boolean")]
    public async Task CreateRequestValidator_rejects(string body, string type, string message)
    {
        var (api, _, _) = await CreateApiAsync();
        (await App.PostAsync($"{api}/requestvalidators", body)).ShouldBeError(400, type, message);
        (await App.GetAsync($"{api}/requestvalidators")).ShouldBe(200, """{"item":[]}""");
    }

    [Fact]
    public async Task Validators_page_and_repeat()
    {
        var (api, _, _) = await CreateApiAsync();
        var first = await App.PostAsync($"{api}/requestvalidators", "{}", ("Idempotency-Key", "k"));
        first.ShouldBe(201, $$"""{"id":"{{first["id"]}}","validateRequestBody":false,"validateRequestParameters":false}""");
        (await App.PostAsync($"{api}/requestvalidators", "{}", ("Idempotency-Key", "k"))).ShouldBe(201, first.Body);
        (await App.PostAsync($"{api}/requestvalidators")).ShouldSucceed();
        var page = await App.GetAsync($"{api}/requestvalidators?limit=1");
        page.Json["item"]!.AsArray().Count.ShouldBe(1);
        (await App.GetAsync($"{api}/requestvalidators?limit=1&position={page["position"]}")).Json["item"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Methods_name_validators_that_are_there_and_keep_them()
    {
        var (api, _, root) = await CreateApiAsync();
        var method = $"{api}/resources/{root}/methods/POST";
        (await App.PutAsync(method, """{"authorizationType":"NONE","requestValidatorId":"gone"}""")).ShouldBeNotFound(_unknown);
        (await App.GetAsync(method)).ShouldBeNotFound("Invalid Method identifier specified");
        var id = (await App.PostAsync($"{api}/requestvalidators", """{"name":"all"}""")).ShouldSucceed()["id"];
        (await App.PutAsync(method, $$"""{"authorizationType":"NONE","requestValidatorId":"{{id}}"}""")).ShouldSucceed()["requestValidatorId"].ShouldBe(id);
        (await App.PatchAsync(method, "replace /requestValidatorId gone")).ShouldBeNotFound(_unknown);
        (await App.DeleteAsync($"{api}/requestvalidators/{id}")).ShouldBeConflict("Cannot delete request validator 'all', is referenced in method request: //POST");
        (await App.PatchAsync(method, "replace /requestValidatorId ")).ShouldSucceed();
        (await App.DeleteAsync($"{api}/requestvalidators/{id}")).ShouldBeEmpty(202);
    }
}
