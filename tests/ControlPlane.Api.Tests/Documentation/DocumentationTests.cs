using System.Text.Json.Nodes;
using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Documentation;

public class DocumentationTests : ApiTest
{
    [Theory]
    [InlineData("""{"type":"API"}""", """{"type":"API"}""")]
    [InlineData("""{"type":"MODEL","name":"Pet"}""", """{"type":"MODEL","name":"Pet"}""")]
    [InlineData("""{"type":"RESOURCE"}""", """{"type":"RESOURCE","path":"/"}""")]
    [InlineData("""{"type":"METHOD","path":"/a"}""", """{"type":"METHOD","path":"/a","method":"*"}""")]
    [InlineData("""{"type":"QUERY_PARAMETER","path":"/a","method":"GET","name":"q"}""", """{"type":"QUERY_PARAMETER","path":"/a","method":"GET","name":"q"}""")]
    [InlineData("""{"type":"RESPONSE_HEADER","name":"X"}""", """{"type":"RESPONSE_HEADER","path":"/","method":"*","statusCode":"*","name":"X"}""")]
    [InlineData("""{"type":"RESPONSE","statusCode":"404"}""", """{"type":"RESPONSE","path":"/","method":"*","statusCode":"404"}""")]
    public async Task A_part_has_its_types_defaults(string location, string stored)
    {
        var (path, _, _) = await CreateApiAsync();
        var part = await CreatePartAsync(path, location);
        JsonNode.DeepEquals(part.Json["location"], JsonNode.Parse(stored)).ShouldBeTrue(part.Body);
        (await App.GetAsync($"{path}/documentation/parts/{part["id"]}")).Body.ShouldBe(part.Body);
        (await PostPartAsync(path, location)).ShouldBeConflict("Documentation part already exists for the specified location");
    }

    [Theory]
    [InlineData("""{"type":"MODEL"}""", "{}", "BadRequestException", "Invalid documentation part location: name is required for type MODEL")]
    [InlineData("""{"type":"API","path":"/a"}""", "{}", "BadRequestException", "Invalid documentation part location: path is not valid for type API")]
    [InlineData("""{"type":"METHOD","statusCode":"200"}""", "{}", "BadRequestException", "Invalid documentation part location: statusCode is not valid for type METHOD")]
    [InlineData("""{"type":"RESPONSE","statusCode":"20"}""", "{}", "ValidationException", @"1 validation error detected: Value '20' at 'createDocumentationPartInput.location.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: ^([1-5]\d\d|\*|\s*)$")]
    [InlineData("""{"type":"METHOD","path":"a"}""", "{}", "BadRequestException", "Invalid documentation part location: path 'a' must begin with /")]
    [InlineData("""{"type":"API"}""", "text", "BadRequestException", "Invalid documentation part properties: they must be a JSON object")]
    [InlineData("""{"type":"API"}""", "[]", "BadRequestException", "Invalid documentation part properties: they must be a JSON object")]
    [InlineData("""{"type":"API"}""", "{} {}", "BadRequestException", "Invalid documentation part properties: they must be a JSON object")]
    public async Task Bad_parts_are_refused(string location, string properties, string type, string message)
    {
        var (path, _, _) = await CreateApiAsync();
        (await PostPartAsync(path, location, properties)).ShouldBeError(400, type, message);
        (await App.GetAsync($"{path}/documentation/parts")).Json["item"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Parts_are_found_by_what_they_speak_of()
    {
        var (path, _, _) = await CreateApiAsync();
        await CreatePartAsync(path, """{"type":"API"}""");
        await CreatePartAsync(path, """{"type":"METHOD","path":"/a"}""");
        await CreatePartAsync(path, """{"type":"QUERY_PARAMETER","path":"/a","name":"q"}""");
        await CreatePartAsync(path, """{"type":"QUERY_PARAMETER","path":"/b","name":"q"}""");

        (await CountAsync("")).ShouldBe(4);
        (await CountAsync("?type=QUERY_PARAMETER")).ShouldBe(2);
        (await CountAsync("?name=q&path=/b")).ShouldBe(1);
        (await CountAsync("?path=/a&locationStatus=DOCUMENTED")).ShouldBe(2);
        (await App.GetAsync($"{path}/documentation/parts?locationStatus=UNDOCUMENTED")).Json["item"]!.ToJsonString()
            .ShouldBe("""[{"location":{"type":"METHOD","path":"/","method":"GET"}},{"location":{"type":"MODEL","name":"Empty"}},{"location":{"type":"MODEL","name":"Error"}},{"location":{"type":"RESOURCE","path":"/"}}]""");
        (await App.GetAsync($"{path}/documentation/parts?type=OTHER")).Status.ShouldBe(400);

        var first = await App.GetAsync($"{path}/documentation/parts?limit=3");
        var rest = await App.GetAsync($"{path}/documentation/parts?limit=3&position={first["position"]}");
        first.Json["item"]!.AsArray().Concat(rest.Json["item"]!.AsArray()).Select(part => (string?)part!["id"]).Distinct().Count().ShouldBe(4);
        rest.Json["position"].ShouldBeNull();

        async Task<int> CountAsync(string query) => (await App.GetAsync($"{path}/documentation/parts{query}")).Json["item"]!.AsArray().Count;
    }

    [Fact]
    public async Task Parts_are_changed_and_deleted()
    {
        var (path, _, _) = await CreateApiAsync();
        var part = $"{path}/documentation/parts/{(await CreatePartAsync(path, """{"type":"API"}"""))["id"]}";

        (await App.PatchAsync(part, """replace /properties {"description":"x"}"""))["properties"].ShouldBe("""{"description":"x"}""");
        (await App.PatchAsync(part, "replace /properties no")).ShouldBeBadRequest("Invalid documentation part properties: they must be a JSON object");
        (await App.PatchAsync(part, "replace /location x")).ShouldBeBadRequest("Invalid patch path  '/location' specified for op 'replace'. Must be one of: [/properties]");
        (await App.DeleteAsync(part)).ShouldBeEmpty(202);
        (await App.GetAsync(part)).ShouldBeNotFound("Invalid Documentation part identifier specified");
        (await App.DeleteAsync(part)).ShouldBeNotFound("Invalid Documentation part identifier specified");
        (await App.GetAsync("/restapis/abcdefghij/documentation/parts")).ShouldBeNotFound("Invalid API identifier specified 123456789012:abcdefghij");
    }

    [Fact]
    public async Task Parts_are_imported()
    {
        var (path, _, _) = await CreateApiAsync();
        var kept = await CreatePartAsync(path, """{"type":"API"}""");
        await CreatePartAsync(path, """{"type":"MODEL","name":"Gone"}""");
        var document = """
            {"openapi":"3.0.1","info":{"title":"t"},"x-amazon-apigateway-documentation":{"documentationParts":[
              {"location":{"type":"API"},"properties":{"description":"new"}},{"location":{"type":"RESOURCE","path":"/a"},"properties":{}}]}}
            """;

        var merged = (await App.PutAsync($"{path}/documentation/parts", document)).ShouldSucceed();
        merged.Json["ids"]!.AsArray().Count.ShouldBe(2);
        ((string?)merged.Json["ids"]![0]).ShouldBe(kept["id"]);
        (await App.GetAsync($"{path}/documentation/parts")).Json["item"]!.AsArray().Count.ShouldBe(3);
        (await App.GetAsync($"{path}/documentation/parts/{kept["id"]}"))["properties"].ShouldBe("""{"description":"new"}""");

        (await App.PutAsync($"{path}/documentation/parts?mode=overwrite", document)).ShouldSucceed();
        (await App.GetAsync($"{path}/documentation/parts")).Json["item"]!.AsArray().Count.ShouldBe(2);
        (await App.PutAsync($"{path}/documentation/parts", """{"openapi":"3.0.1","info":{"title":"t"}}""")).ShouldBeBadRequest("Unable to build importer with provided input.");
        (await App.PutAsync($"{path}/documentation/parts", "no")).ShouldBeBadRequest("Invalid OpenAPI input. The document is not an object.");
    }

    [Fact]
    public async Task A_version_is_a_copy_that_stages_refer_to()
    {
        var (path, stage, deployment) = await CreateStageAsync();
        var part = await CreatePartAsync(path, """{"type":"API"}""", """{"description":"old"}""");
        (await App.PostAsync($"{path}/documentation/versions", """{"documentationVersion":"v1","stageName":"prod","description":"d"}"""))
            .ShouldBe(201, $$"""{"version":"v1","createdDate":{{TestClock.Start}},"description":"d"}""");
        (await App.GetAsync(stage))["documentationVersion"].ShouldBe("v1");
        await App.PatchAsync($"{path}/documentation/parts/{part["id"]}", """replace /properties {"description":"new"}""");

        (await App.GetAsync($"{stage}/exports/oas30?extensions=documentation")).Json["x-amazon-apigateway-documentation"]!["documentationParts"]!.ToJsonString()
            .ShouldBe("""[{"location":{"type":"API"},"properties":{"description":"old"}}]""");
        (await App.PostAsync($"{path}/documentation/versions", """{"documentationVersion":"v1"}""")).ShouldBeConflict("Documentation version already exists for the specified API");
        (await App.PostAsync($"{path}/documentation/versions", """{"documentationVersion":"v2","stageName":"nope"}""")).ShouldBeNotFound("Invalid Stage identifier specified");
        (await App.GetAsync($"{path}/documentation/versions/v2")).ShouldBeNotFound("Invalid Documentation version specified");
        (await App.PostAsync($"{path}/documentation/versions", """{"documentationVersion":"v2"}""")).ShouldSucceed();

        (await App.GetAsync($"{path}/documentation/versions")).Json["item"]!.AsArray().Select(version => (string?)version!["version"]).ShouldBe(["v1", "v2"]);
        (await App.PatchAsync($"{path}/documentation/versions/v2", "replace /description second"))["description"].ShouldBe("second");
        (await App.PatchAsync(stage, "replace /documentationVersion v2"))["documentationVersion"].ShouldBe("v2");
        (await App.PatchAsync(stage, "replace /documentationVersion v3")).ShouldBeNotFound("Invalid Documentation version specified");
        (await App.PostAsync($"{path}/stages", $$"""{"stageName":"other","deploymentId":"{{deployment}}","documentationVersion":"v1"}""")).ShouldSucceed();

        (await App.DeleteAsync($"{path}/documentation/versions/v2")).ShouldBeBadRequest("Active stages pointing to this documentation version must be moved or deleted");
        (await App.PatchAsync(stage, "replace /documentationVersion v1")).ShouldSucceed();
        (await App.DeleteAsync($"{path}/documentation/versions/v2")).ShouldBeEmpty(202);
        (await App.GetAsync($"{path}/documentation/versions/v2")).ShouldBeNotFound("Invalid Documentation version specified");
    }

    private static string Body(string location, string properties) =>
        new JsonObject { ["location"] = JsonNode.Parse(location), ["properties"] = properties }.ToJsonString();

    private Task<Reply> PostPartAsync(string path, string location, string properties = "{}") => App.PostAsync($"{path}/documentation/parts", Body(location, properties));

    private async Task<Reply> CreatePartAsync(string path, string location, string properties = "{}") => (await PostPartAsync(path, location, properties)).ShouldSucceed();
}
