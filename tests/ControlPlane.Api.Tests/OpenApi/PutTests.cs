using System.Text.Json.Nodes;
using ControlPlane.Api.Tests.Hosting;
using ControlPlane.Domain.Models;
using ControlPlane.Storage.Parts;
using Microsoft.Extensions.DependencyInjection;

namespace ControlPlane.Api.Tests.OpenApi;

public class PutTests : ApiTest
{
    private const string _first = """
        {"openapi":"3.0.1","info":{"title":"first","version":"1","description":"d"},
         "x-amazon-apigateway-binary-media-types":["image/png"],
         "x-amazon-apigateway-request-validators":{"v":{"validateRequestBody":true}},
         "paths":{
           "/kept":{"get":{"operationId":"one","x-amazon-apigateway-request-validator":"v","responses":{"200":{}},"x-amazon-apigateway-integration":{"type":"mock"}},
                    "post":{"operationId":"two","responses":{"200":{}},"x-amazon-apigateway-integration":{"type":"mock"}}},
           "/gone/deep":{"get":{"x-amazon-apigateway-integration":{"type":"mock"}}}},
         "components":{"schemas":{"Kept":{"type":"object"},"Gone":{"type":"object"}}}}
        """;

    private const string _second = """
        {"openapi":"3.0.1","info":{"title":"second"},
         "x-amazon-apigateway-request-validators":{"v":{"validateRequestBody":false}},
         "paths":{
           "/kept":{"get":{"operationId":"new","x-amazon-apigateway-request-validator":"v","responses":{"204":{}},"x-amazon-apigateway-integration":{"type":"http_proxy","httpMethod":"GET","uri":"http://x.example.com"}}},
           "/added":{"get":{"x-amazon-apigateway-integration":{"type":"mock"}}}},
         "components":{"schemas":{"Kept":{"type":"array","items":{}},"Added":{"type":"object"}}}}
        """;

    [Fact]
    public async Task Merge_replaces_what_the_document_has_and_keeps_the_rest()
    {
        var (path, before) = await ImportAsync();
        var api = (await App.PutAsync(path, _second)).ShouldSucceed();

        (api.Status, api["name"], api["description"], api["version"]).ShouldBe((200, "second", "d", "1"));
        api.Json["binaryMediaTypes"]!.ToJsonString().ShouldBe("""["image/png"]""");
        var after = await ResourcesAsync(path);
        after.Keys.Order(StringComparer.Ordinal).ShouldBe(["/", "/added", "/gone", "/gone/deep", "/kept"]);
        foreach (var (at, resource) in before)
        {
            ((string?)after[at]["id"]).ShouldBe((string?)resource["id"]);
        }

        var methods = after["/kept"]["resourceMethods"]!;
        ((string?)methods["GET"]!["operationName"], (string?)methods["GET"]!["methodIntegration"]!["type"], (string?)methods["POST"]!["operationName"]).ShouldBe(("new", "HTTP_PROXY", "two"));
        methods["GET"]!["methodResponses"]!.AsObject().Select(response => response.Key).ShouldBe(["204"]);
        ((string?)methods["GET"]!["requestValidatorId"]).ShouldBe((string?)before["/kept"]["resourceMethods"]!["GET"]!["requestValidatorId"]);
        (await ModelsAsync(path)).ShouldBe(["Added object", "Gone object", "Kept array"]);
    }

    [Fact]
    public async Task Overwrite_leaves_what_the_document_has_alone()
    {
        var (path, before) = await ImportAsync("&endpointConfigurationTypes=REGIONAL");
        var ids = (await PartsAsync(path)).ToDictionary(model => model.Name, model => model.Id);
        var deployment = await DeployAsync(path, """{"stageName":"prod","variables":{"colour":"blue"}}""");
        var api = (await App.PutAsync($"{path}?mode=overwrite", _second)).ShouldSucceed();

        (api["name"], api.Json["description"], api.Json["binaryMediaTypes"]).ShouldBe(("second", null, null));
        api.Json["endpointConfiguration"]!["types"]!.ToJsonString().ShouldBe("""["REGIONAL"]""");
        var after = await ResourcesAsync(path);
        after.Keys.Order(StringComparer.Ordinal).ShouldBe(["/", "/added", "/kept"]);
        ((string?)after["/kept"]["id"], (string?)after["/"]["id"]).ShouldBe(((string?)before["/kept"]["id"], (string?)before["/"]["id"]));
        after["/kept"]["resourceMethods"]!.AsObject().Select(method => method.Key).ShouldBe(["GET"]);
        (await ModelsAsync(path)).ShouldBe(["Added object", "Kept array"]);
        (await PartsAsync(path)).Single(model => model.Name == "Kept").Id.ShouldBe(ids["Kept"]);

        var stage = await App.GetAsync($"{path}/stages/prod");
        (stage["deploymentId"], (string?)stage.Json["variables"]!["colour"]).ShouldBe((deployment, "blue"));
        var summary = (await App.GetAsync($"{path}/deployments/{deployment}?embed=apisummary")).Json["apiSummary"]!.AsObject();
        summary.Select(each => each.Key).ShouldBe(["/gone/deep", "/kept"]);
    }

    [Fact]
    public async Task Put_is_idempotent()
    {
        var (path, _) = await ImportAsync();
        await App.PutAsync($"{path}?mode=overwrite", _second);
        var once = (await App.GetAsync($"{path}/resources?embed=methods")).Body;
        await App.PutAsync($"{path}?mode=overwrite", _second);

        (await App.GetAsync($"{path}/resources?embed=methods")).Body.ShouldBe(once);
    }

    [Fact]
    public async Task What_is_refused_changes_nothing()
    {
        var (path, _) = await ImportAsync();
        var before = (await App.GetAsync($"{path}/resources?embed=methods")).Body;

        (await App.PutAsync($"{path}?mode=burn", _second)).ShouldBeError(
            400, "ValidationException", "1 validation error detected: Value 'burn' at 'putRestApiInput.mode' failed to satisfy constraint: Member must satisfy enum value set: [merge, overwrite]");
        (await App.PutAsync(path, """{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/{a}":{},"/{b}":{}}}""")).Status.ShouldBe(400);
        (await App.PutAsync($"{path}?failonwarnings=true", """{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/x":{"get":{"responses":{"default":{}}}}}}""")).Status.ShouldBe(400);
        (await App.PutAsync("/restapis/abcdefghij", _second)).ShouldBeNotFound("Invalid API identifier specified 123456789012:abcdefghij");

        (await App.GetAsync($"{path}/resources?embed=methods")).Body.ShouldBe(before);
        (await App.GetAsync(path))["name"].ShouldBe("first");
    }

    [Fact]
    public async Task A_variable_of_another_name_beside_a_stored_one_is_refused_when_merged()
    {
        var (path, _) = await ImportAsync();
        (await App.PutAsync(path, """{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/kept/{a}":{}}}""")).ShouldSucceed();

        (await App.PutAsync(path, """{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/kept/{b}":{}}}""")).ShouldBeBadRequest(
            "Errors found during import:\n\tUnable to create resource at path '/kept/{b}': A sibling ({a}) of this resource already has a variable path part -- only one is allowed (at #/paths/~1kept~1{b})");
        (await App.PutAsync($"{path}?mode=overwrite", """{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/kept/{b}":{}}}""")).ShouldSucceed();
    }

    [Fact]
    public async Task A_crash_at_any_write_leaves_a_draft_that_can_be_deployed_and_put_again()
    {
        for (var write = 1; ; write++)
        {
            var (path, _) = await ImportAsync();
            App.Store.FailFromWrite(write);
            var status = (await App.PutAsync($"{path}?mode=overwrite", _second)).Status;
            App.Store.Heal();
            if (status == 200)
            {
                write.ShouldBeGreaterThan(8);
                return;
            }

            status.ShouldBe(503, $"write {write}");

            await DeployAsync(path);
            var validators = await ResourcesAsync(path);
            validators["/kept"]["resourceMethods"]!["GET"]!["requestValidatorId"].ShouldNotBeNull();
            (await App.PutAsync($"{path}?mode=overwrite", _second)).ShouldSucceed();
            (await ModelsAsync(path)).ShouldBe(["Added object", "Kept array"]);
        }
    }

    [Fact]
    public async Task Of_two_processes_one_is_refused_before_it_changes_anything()
    {
        var (path, _) = await ImportAsync();
        await using var other = await App.StartAnotherAsync();
        App.Store.BeforeWrite = async _ =>
        {
            App.Store.Heal();
            (await other.PutAsync($"{path}?mode=overwrite", _first.Replace("\"first\"", "\"other\"", StringComparison.Ordinal))).ShouldSucceed();
        };

        (await App.PutAsync(path, _second)).ShouldBeConflict("Unable to complete operation due to concurrent modification. Please try again later.");
        (await App.GetAsync(path))["name"].ShouldBe("other");
        (await ModelsAsync(path)).ShouldBe(["Gone object", "Kept object"]);
    }

    private async Task<(string Path, Dictionary<string, JsonNode> Resources)> ImportAsync(string query = "")
    {
        var api = (await App.PostAsync($"/restapis?mode=import{query}", _first)).ShouldSucceed();
        var path = $"/restapis/{api["id"]}";
        return (path, await ResourcesAsync(path));
    }

    private async Task<Dictionary<string, JsonNode>> ResourcesAsync(string path) =>
        (await App.GetAsync($"{path}/resources?embed=methods&limit=500")).Json["item"]!.AsArray().ToDictionary(resource => (string)resource!["path"]!, resource => resource!);

    private async Task<IReadOnlyList<Model>> PartsAsync(string path) =>
        (await App.Services.GetRequiredService<PartRepository<Model>>().ListAsync(path["/restapis/".Length..], null, null, default)).Items;

    private async Task<IEnumerable<string>> ModelsAsync(string path) =>
        (await PartsAsync(path)).Select(model => $"{model.Name} {JsonNode.Parse(model.Schema!)!["type"]}");
}
