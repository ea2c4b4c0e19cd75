using System.Text;
using System.Text.Json.Nodes;
using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.OpenApi;

public class ImportTests : ApiTest
{
    private const string _minimal = """{"openapi":"3.0.1","info":{"title":"t","version":"1"},"paths":{"/a":{"get":{}}}}""";

    [Fact]
    public async Task Import_of_YAML_makes_everything_it_names()
    {
        var api = (await ImportAsync(SampleDocuments.PetsYaml)).ShouldSucceed();
        var path = $"/restapis/{api["id"]}";

        api.Status.ShouldBe(201);
        (api["name"], api["version"], api["description"], api["apiKeySource"], api["minimumCompressionSize"], api["disableExecuteApiEndpoint"])
            .ShouldBe(("Pets", "1.10", "A shop of pets", "AUTHORIZER", "1024", "true"));
        api.Json["tags"]!.ToJsonString().ShouldBe("""{"team":"web"}""");
        api.Json["warnings"]!.AsArray().Select(warning => (string?)warning).ShouldBe(
            ["Ignoring response 'default' of 'GET' for resource at path '/pets': a response needs a status code (at #/paths/~1pets/get/responses/default)"]);
        api["policy"].ShouldStartWith("""{"Version":"2012-10-17",""");

        (await App.GetAsync(path)).Json.AsObject().ContainsKey("warnings").ShouldBeFalse();
        var resources = (await App.GetAsync($"{path}/resources?embed=methods&limit=500")).Json["item"]!.AsArray();
        resources.Select(resource => (string?)resource!["path"]).ShouldBe(["/", "/empty", "/files", "/files/deep", "/files/deep/{proxy+}", "/pets", "/pets/{petId}", "/plain"]);
        var list = resources[5]!["resourceMethods"]!["GET"]!;
        JsonNode.DeepEquals(list["requestParameters"], JsonNode.Parse("""{"method.request.header.X-Trace":false,"method.request.querystring.limit":true,"method.request.querystring.page":false}""")).ShouldBeTrue();
        ((string?)list["operationName"], (string?)list["authorizationType"], (bool?)list["apiKeyRequired"]).ShouldBe(("listPets", "COGNITO_USER_POOLS", true));
        list["authorizationScopes"]!.ToJsonString().ShouldBe("""["pets/read","pets/list"]""");
        list["methodResponses"]!["200"]!["responseModels"]!.ToJsonString().ShouldBe("""{"application/json":"Pets"}""");
        var integration = list["methodIntegration"]!;
        ((string?)integration["cacheNamespace"], (int?)integration["timeoutInMillis"], (string?)integration["passthroughBehavior"]).ShouldBe(("shared", 5000, "WHEN_NO_TEMPLATES"));
        ((string?)integration["integrationResponses"]!["404"]!["selectionPattern"], (string?)integration["integrationResponses"]!["200"]!["selectionPattern"]).ShouldBe((@"4\d{2}", null));
        ((string?)resources[6]!["resourceMethods"]!["GET"]!["authorizationType"]).ShouldBe("AWS_IAM");
        ((string?)resources[4]!["resourceMethods"]!["ANY"]!["methodIntegration"]!["cacheNamespace"]).ShouldBe((string?)resources[4]!["id"]);
        (await App.GetAsync($"{path}/documentation/parts")).Json["item"]!.AsArray().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("ignore", "/ /things")]
    [InlineData("prepend", "/ /a /a/b /a/b/c /a/b/c/things")]
    [InlineData("split", "/ /b /b/c /b/c/things")]
    public async Task Base_paths_are_left_out_or_put_before(string use, string paths)
    {
        var swagger = """{"swagger":"2.0","info":{"title":"t"},"basePath":"/a/b/c","paths":{"/things":{}}}""";
        var openApi = """{"openapi":"3.0.0","info":{"title":"t"},"servers":[{"url":"https://x.example.com/{stage}/b/c","variables":{"stage":{"default":"a"}}}],"paths":{"/things":{}}}""";
        var variable = """{"openapi":"3.0.0","info":{"title":"t"},"servers":[{"url":"https://x.example.com/x"},{"url":"/","variables":{"basePath":{"default":"a/b/c/"}}}],"paths":{"/things/":{}}}""";
        foreach (var document in new[] { swagger, openApi, variable })
        {
            var api = (await ImportAsync(document, $"&basepath={use}")).ShouldSucceed();
            (await PathsAsync(api["id"])).ShouldBe(paths, document);
        }
    }

    [Fact]
    public async Task Parameters_are_read()
    {
        var api = (await ImportAsync(SampleDocuments.PetsYaml, "&ignore=documentation&endpointConfigurationTypes=REGIONAL")).ShouldSucceed();
        api.Json["endpointConfiguration"]!["types"]!.ToJsonString().ShouldBe("""["REGIONAL"]""");
        (await App.GetAsync($"/restapis/{api["id"]}/documentation/parts")).Json["item"]!.AsArray().ShouldBeEmpty();
        (await ImportAsync(_minimal, "&endpointConfigurationTypes=PRIVATE")).ShouldSucceed().Json["endpointConfiguration"]!.ToJsonString()
            .ShouldBe("""{"types":["PRIVATE"],"ipAddressType":"dualstack"}""");
        (await ImportAsync(_minimal, "&endpointConfigurationTypes=EDGE,REGIONAL")).ShouldBeBadRequest("Cannot create an api with multiple Endpoint Types.");
        (await ImportAsync(_minimal, "&basepath=twist")).ShouldBeBadRequest("Invalid base path option specified: twist. Valid options are ignore, prepend, split");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain; charset=latin1")]
    public async Task The_content_type_does_not_matter(string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/restapis?mode=import") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(_minimal)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

        (await App.SendAsync(request)).ShouldSucceed()["name"].ShouldBe("t");
    }

    [Fact]
    public async Task What_is_refused_leaves_nothing()
    {
        (await ImportAsync("{}")).ShouldBeBadRequest("Invalid OpenAPI input. The document has neither 'openapi' nor 'swagger'.");
        (await ImportAsync("""{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/{a}":{},"/{b}":{}}}""")).Status.ShouldBe(400);
        (await ImportAsync(SampleDocuments.PetsYaml, "&failonwarnings=true")).ShouldBeBadRequest(
            "Warnings found during import:\n\tIgnoring response 'default' of 'GET' for resource at path '/pets': a response needs a status code (at #/paths/~1pets/get/responses/default)");
        (await ImportAsync(new string(' ', 6 * 1024 * 1024) + _minimal)).ShouldBeBadRequest("Invalid OpenAPI input. The document is too large. It may have at most 6291456 bytes.");
        (await ImportAsync(SampleDocuments.Generated(2000))).ShouldBeError(
            429, "LimitExceededException", "Maximum number of Resources for this API has been reached. Please contact AWS if you need additional Resources.");
        (await App.GetAsync("/restapis")).Json["item"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_crash_in_the_middle_leaves_no_API()
    {
        App.Store.FailFromWrite(5);
        (await ImportAsync(SampleDocuments.PetsYaml)).Status.ShouldBe(503);
        App.Store.Heal();
        (await App.GetAsync("/restapis")).Json["item"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeated_import_gets_the_first_API()
    {
        var first = (await App.PostAsync("/restapis?mode=import", SampleDocuments.OrdersJson, ("Idempotency-Key", "k"))).ShouldSucceed();
        var second = (await App.PostAsync("/restapis?mode=import", SampleDocuments.OrdersJson, ("Idempotency-Key", "k"))).ShouldSucceed();

        second.Body.ShouldBe(first.Body);
        (await App.GetAsync("/restapis")).Json["item"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Three_hundred_operations_are_one_import()
    {
        var api = (await ImportAsync(SampleDocuments.Generated(300))).ShouldSucceed();
        var resources = (await App.GetAsync($"/restapis/{api["id"]}/resources?limit=500")).Json["item"]!.AsArray();
        resources.Sum(resource => resource!["resourceMethods"]?.AsObject().Count ?? 0).ShouldBe(300);
    }

    private Task<Reply> ImportAsync(string document, string query = "") => App.PostAsync($"/restapis?mode=import{query}", document);

    private async Task<string> PathsAsync(string api) =>
        string.Join(' ', (await App.GetAsync($"/restapis/{api}/resources?limit=500")).Json["item"]!.AsArray().Select(resource => (string?)resource!["path"]));
}
