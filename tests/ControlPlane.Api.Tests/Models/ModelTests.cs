using System.Text.Json.Nodes;
using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Models;

public sealed class ModelTests : ApiTest
{
    private const string _pet = """{"name":"Pet","contentType":"application/json","description":"An animal","schema":"{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}"}""";
    private const string _invalid = "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified";

    private string _api = "";
    private string _id = "";

    [Fact]
    public async Task A_new_API_has_two_models()
    {
        await PrepareAsync();
        var all = (await App.GetAsync($"{_api}/models")).ShouldSucceed().Json["item"]!.AsArray();
        all.Select(model => $"{model!["name"]} {model["contentType"]} {model["description"]}").ShouldBe(
            ["Empty application/json This is a default empty schema model", "Error application/json This is a default error schema model"]);
        JsonNode.Parse(all[0]!["schema"]!.ToString())!.ToJsonString().ShouldBe("""{"$schema":"http://json-schema.org/draft-04/schema#","title":"Empty Schema","type":"object"}""");
        JsonNode.Parse(all[1]!["schema"]!.ToString())!["properties"]!.ToJsonString().ShouldBe("""{"message":{"type":"string"}}""");
    }

    [Fact]
    public async Task A_model_lives_its_life()
    {
        await PrepareAsync();
        var created = await App.PostAsync($"{_api}/models", _pet);
        created.Status.ShouldBe(201);
        created["id"].Length.ShouldBe(6);
        (created["name"], created["description"], created["contentType"]).ShouldBe(("Pet", "An animal", "application/json"));
        (await App.GetAsync($"{_api}/models/Pet")).ShouldBe(200, created.Body);
        (await App.PostAsync($"{_api}/models", _pet)).ShouldBeConflict("Model name already exists for this REST API");
        var patched = await App.PatchAsync($"{_api}/models/Pet", "replace /description other", """replace /schema {"type":"array","items":{}}""");
        (patched.Status, patched["description"], patched["schema"], patched["id"]).ShouldBe((200, "other", """{"type":"array","items":{}}""", created["id"]));
        (await App.PatchAsync($"{_api}/models/Pet", "replace /name Cat")).ShouldBeBadRequest("Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]");
        (await App.PatchAsync($"{_api}/models/Pet", "remove /schema")).ShouldBeBadRequest("Invalid patch path  '/schema' specified for op 'remove'. Please choose supported operations");
        (await App.PatchAsync($"{_api}/models/Pet", "replace /schema {")).ShouldBeBadRequest($"{_invalid}]");
        (await App.DeleteAsync($"{_api}/models/Pet")).ShouldBeEmpty(202);
        foreach (var verb in new[] { "GET", "DELETE" })
        {
            (await App.SendAsync(verb, $"{_api}/models/Pet")).ShouldBeNotFound("Invalid model name specified: Pet");
        }

        (await App.PatchAsync($"{_api}/models/Pet", "replace /description x")).ShouldBeNotFound("Invalid model name specified: Pet");
        (await App.GetAsync($"{_api}/models/Pet/default_template")).ShouldBeNotFound("Invalid model name specified: Pet");
    }

    [Theory]
    [InlineData("""{"contentType":"application/json"}""", "ValidationException", "1 validation error detected: Value null at 'createModelInput.name' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"name":"A"}""", "ValidationException", "1 validation error detected: Value null at 'createModelInput.contentType' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"name":"","contentType":"application/json"}""", "BadRequestException", "No model name specified")]
    [InlineData("""{"name":"a-b","contentType":"application/json"}""", "BadRequestException", "Model name must be alphanumeric: a-b")]
    [InlineData("""{"name":"A","contentType":""}""", "BadRequestException", "No content type specified")]
    [InlineData("""{"name":"A","contentType":"json"}""", "BadRequestException", "Validation Result: warnings : [], errors : [Invalid content type specified: json]")]
    [InlineData("""{"name":"A","contentType":"application/json","description":"","schema":"{}"}""", "BadRequestException", "Description cannot be an empty string")]
    [InlineData("""{"name":"A","contentType":"application/json"}""", "BadRequestException", "Model schema must have at least 1 property or array items defined")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{}"}""", "BadRequestException", "Model schema must have at least 1 property or array items defined")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{"}""", "BadRequestException", _invalid + "]")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{\"type\":1,\"type\":2}"}""", "BadRequestException", _invalid + "]")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"[]"}""", "BadRequestException", _invalid + ". A schema must be an object]")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{\"type\":\"text\"}"}""", "BadRequestException", _invalid + ". Invalid value for keyword: type]")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{\"properties\":{\"a\":{\"required\":true}}}"}""", "BadRequestException", _invalid + ". Invalid value for keyword: required]")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{\"multipleOf\":0.0}"}""", "BadRequestException", _invalid + ". Invalid value for keyword: multipleOf]")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{\"enum\":[]}"}""", "BadRequestException", _invalid + ". Invalid value for keyword: enum]")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{\"$ref\":\"Pet\"}"}""", "BadRequestException", _invalid + ". Model reference must be in canonical form]")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{\"$ref\":\"https://apigateway.amazonaws.com/restapis/x/models/Gone\"}"}""", "BadRequestException", _invalid + ". Invalid model identifier specified: Gone]")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{\"properties\":{\"\\ud800\":{}}}"}""", "BadRequestException", _invalid + "]")]
    [InlineData("""{"name":"A","contentType":"application/json","schema":"{\"x\":{\"$ref\":\"\\ud800\"}}"}""", "BadRequestException", _invalid + "]")]
    public async Task CreateModel_rejects(string body, string type, string message)
    {
        await PrepareAsync();
        (await App.PostAsync($"{_api}/models", body)).ShouldBeError(400, type, message);
        (await App.GetAsync($"{_api}/models")).Json["item"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Other_media_types_are_described_freely()
    {
        await PrepareAsync();
        (await App.PostAsync($"{_api}/models", """{"name":"Xml","contentType":"application/xml","schema":"<xs:schema/>"}""")).ShouldSucceed()["schema"].ShouldBe("<xs:schema/>");
        (await App.GetAsync($"{_api}/models/Xml/default_template")).ShouldBeBadRequest("Cannot generate a template for content type application/xml");
    }

    [Fact]
    public async Task Models_page_and_repeat()
    {
        await PrepareAsync();
        for (var i = 0; i < 4; i++)
        {
            (await App.PostAsync($"{_api}/models", Model($"M{i}", """{"type":"string"}"""))).ShouldSucceed();
        }

        var first = await App.GetAsync($"{_api}/models?limit=5");
        first.Json["item"]!.AsArray().Select(model => model!["name"]!.ToString()).ShouldBe(["Empty", "Error", "M0", "M1", "M2"]);
        var second = await App.GetAsync($"{_api}/models?limit=5&position={first["position"]}");
        second.Json["item"]!.AsArray().Select(model => model!["name"]!.ToString()).ShouldBe(["M3"]);
        second.Json["position"].ShouldBeNull();

        var created = await App.PostAsync($"{_api}/models", _pet, ("Idempotency-Key", "k"));
        (await App.PostAsync($"{_api}/models", _pet, ("Idempotency-Key", "k"))).ShouldBe(201, created.Body);
    }

    [Fact]
    public async Task Models_in_use_stay()
    {
        await PrepareAsync();
        (await App.PostAsync($"{_api}/models", _pet)).ShouldSucceed();
        (await App.PostAsync($"{_api}/models", Model("Pets", $$$$"""{"type":"array","items":{"$ref":"{{{{Reference("Pet")}}}}"}}"""))).ShouldSucceed();
        (await App.DeleteAsync($"{_api}/models/Pet")).ShouldBeConflict("Cannot delete model 'Pet', is referenced in model: Pets");

        var resource = await ResourceAsync("pets");
        var method = $"{resource}/methods/POST";
        (await App.PutAsync(method, """{"authorizationType":"NONE","requestModels":{"application/json":"Pets"}}""")).ShouldSucceed();
        (await App.DeleteAsync($"{_api}/models/Pets")).ShouldBeConflict("Cannot delete model 'Pets', is referenced in method request: /pets/POST");
        (await App.PutAsync($"{method}/responses/200", """{"responseModels":{"application/json":"Pets"}}""")).ShouldSucceed();
        (await App.PatchAsync(method, "remove /requestModels/application~1json")).ShouldSucceed();
        (await App.DeleteAsync($"{_api}/models/Pets")).ShouldBeConflict("Cannot delete model 'Pets', is referenced in method response: /pets/POST/200");
        (await App.DeleteAsync(method)).ShouldSucceed();
        (await App.DeleteAsync($"{_api}/models/Pets")).ShouldBeEmpty(202);
        (await App.DeleteAsync($"{_api}/models/Pet")).ShouldBeEmpty(202);
        (await App.DeleteAsync($"{_api}/models/Empty")).ShouldBeEmpty(202);
    }

    [Fact]
    public async Task Methods_name_models_that_are_there()
    {
        await PrepareAsync();
        var method = $"{await ResourceAsync("x")}/methods/POST";
        const string message = "Invalid model identifier specified: Gone";
        (await App.PutAsync(method, """{"authorizationType":"NONE","requestModels":{"application/json":"Gone"}}""")).ShouldBeBadRequest(message);
        (await App.PutAsync(method, """{"authorizationType":"NONE"}""")).ShouldSucceed();
        (await App.PatchAsync(method, "add /requestModels/application~1json Gone")).ShouldBeBadRequest(message);
        (await App.PutAsync($"{method}/responses/200", """{"responseModels":{"application/json":"Gone"}}""")).ShouldBeBadRequest(message);
        (await App.PutAsync($"{method}/responses/200")).ShouldSucceed();
        (await App.PatchAsync($"{method}/responses/200", "add /responseModels/application~1json Gone")).ShouldBeBadRequest(message);
        (await App.GetAsync(method)).Json["requestModels"].ShouldBeNull();
    }

    [Fact]
    public async Task A_model_is_made_flat_and_turned_into_a_template()
    {
        await PrepareAsync();
        (await App.PostAsync($"{_api}/models", Model("Pet", """{"type":"object","properties":{"name":{"$ref":"#/definitions/n"},"age":{"type":"integer"}},"definitions":{"n":{"type":"string"}}}"""))).ShouldSucceed();
        (await App.PostAsync($"{_api}/models", Model("Owner", $$$$"""{"type":"object","properties":{"pets":{"type":"array","items":{"$ref":"{{{{Reference("Pet")}}}}"}},"boss":{"$ref":"{{{{Reference("Owner")}}}}"},"it's":{"type":"boolean"}}}"""))).ShouldSucceed();

        JsonNode.Parse((await App.GetAsync($"{_api}/models/Owner?flatten=true")).ShouldSucceed()["schema"])!.ToJsonString(_relaxed).ShouldBe(
            """{"type":"object","properties":{"pets":{"type":"array","items":{"$ref":"#/definitions/Pet"}},"boss":{"$ref":"#"},"it's":{"type":"boolean"}},"definitions":{"Pet":{"type":"object","properties":{"name":{"$ref":"#/definitions/Pet/definitions/n"},"age":{"type":"integer"}},"definitions":{"n":{"type":"string"}}}}}""");
        (await App.GetAsync($"{_api}/models/Owner"))["schema"].ShouldContain(Reference("Pet"));

        (await App.GetAsync($"{_api}/models/Pet/default_template")).ShouldSucceed()["value"].ShouldBe(
            "#set($inputRoot = $input.path('$'))\n{\n  \"name\" : \"$inputRoot.name\",\n  \"age\" : $inputRoot.age\n}");
        var template = (await App.GetAsync($"{_api}/models/Owner/default_template")).ShouldSucceed()["value"];
        template.ShouldContain("#foreach($elem1 in $inputRoot.pets)\n");
        template.ShouldContain("\"name\" : \"$elem1.name\"");
        (await App.GetAsync($"{_api}/models/Empty/default_template"))["value"].ShouldBe("#set($inputRoot = $input.path('$'))\n{ }");
        (await App.PostAsync($"{_api}/models", Model("Text", """{"type":"string"}"""))).ShouldSucceed();
        (await App.GetAsync($"{_api}/models/Text/default_template")).ShouldBeBadRequest("Model schema must have at least 1 property or array items defined");
    }

    [Fact]
    public async Task A_clone_has_copies_that_refer_to_each_other()
    {
        await PrepareAsync();
        (await App.PostAsync($"{_api}/models", _pet)).ShouldSucceed();
        (await App.PostAsync($"{_api}/models", Model("Pets", $$$$"""{"items":{"$ref":"{{{{Reference("Pet")}}}}"}}"""))).ShouldSucceed();
        (await App.DeleteAsync($"{_api}/models/Error")).ShouldSucceed();
        var validator = (await App.PostAsync($"{_api}/requestvalidators", """{"name":"all"}""")).ShouldSucceed()["id"];
        (await App.PutAsync($"{_api}/gatewayresponses/THROTTLED", """{"statusCode":"499"}""")).ShouldSucceed();
        var resource = await ResourceAsync("pets");
        (await App.PutAsync($"{resource}/methods/POST", $$$"""{"authorizationType":"NONE","requestValidatorId":"{{{validator}}}","requestModels":{"application/json":"Pets"}}""")).ShouldSucceed();

        var clone = (await App.PostAsync("/restapis", $$"""{"name":"copy","cloneFrom":"{{_id}}"}""")).ShouldSucceed()["id"];

        var models = (await App.GetAsync($"/restapis/{clone}/models")).Json["item"]!.AsArray();
        models.Select(model => model!["name"]!.ToString()).ShouldBe(["Empty", "Pet", "Pets"]);
        models[2]!["schema"]!.ToString().ShouldBe($$$$"""{"items":{"$ref":"https://apigateway.amazonaws.com/restapis/{{{{clone}}}}/models/Pet"}}""");
        var copied = (await App.GetAsync($"/restapis/{clone}/requestvalidators")).Json["item"]![0]!;
        (copied["name"]!.ToString(), copied["id"]!.ToString() == validator).ShouldBe(("all", false));
        var pets = (await App.GetAsync($"/restapis/{clone}/resources")).Json["item"]!.AsArray().Single(each => each!["path"]!.ToString() == "/pets")!["id"];
        (await App.GetAsync($"/restapis/{clone}/resources/{pets}/methods/POST"))["requestValidatorId"].ShouldBe(copied["id"]!.ToString());
        (await App.GetAsync($"/restapis/{clone}/gatewayresponses/THROTTLED"))["statusCode"].ShouldBe("499");
    }

    [Fact]
    public async Task Of_an_API_that_is_not_there()
    {
        const string message = "Invalid API identifier specified 123456789012:nothere";
        (await App.PostAsync("/restapis/nothere/models", _pet)).ShouldBeNotFound(message);
        foreach (var below in new[] { "models", "models/Empty", "models/Empty/default_template", "requestvalidators", "requestvalidators/x", "gatewayresponses", "gatewayresponses/THROTTLED" })
        {
            (await App.GetAsync($"/restapis/nothere/{below}")).ShouldBeNotFound(message);
        }
    }

    private static readonly System.Text.Json.JsonSerializerOptions _relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Model(string name, string schema) =>
        new JsonObject { ["name"] = name, ["contentType"] = "application/json", ["schema"] = schema }.ToJsonString();

    private string Reference(string model) => $"https://apigateway.amazonaws.com/restapis/{_id}/models/{model}";

    private async Task PrepareAsync()
    {
        var api = (await App.PostAsync("/restapis", """{"name":"shop"}""")).ShouldSucceed();
        (_id, _api) = (api["id"], $"/restapis/{api["id"]}");
    }

    private async Task<string> ResourceAsync(string part)
    {
        var root = (await App.GetAsync(_api))["rootResourceId"];
        return $"{_api}/resources/{(await App.PostAsync($"{_api}/resources/{root}", $$"""{"pathPart":"{{part}}"}""")).ShouldSucceed()["id"]}";
    }
}
