using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.RestApis;

public sealed class RestApiTests : ApiTest
{
    [Fact]
    public async Task CreateRestApi_NameAlone_HasTheDefaults()
    {
        var api = await App.PostAsync("/restapis", """{"name":"shop"}""");
        api["id"].ShouldMatch("^[a-z0-9]{10}$");
        api["rootResourceId"].ShouldMatch("^[a-z0-9]{10}$");
        api.ShouldBe(201, $$"""
            {"id":"{{api["id"]}}","name":"shop","createdDate":1772366400,"apiKeySource":"HEADER",
             "endpointConfiguration":{"types":["EDGE"],"ipAddressType":"ipv4"},
             "disableExecuteApiEndpoint":false,"rootResourceId":"{{api["rootResourceId"]}}","apiStatus":"AVAILABLE"}
            """);
        (await App.GetAsync($"/restapis/{api["id"]}")).ShouldBe(200, api.Body);
    }

    [Fact]
    public async Task CreateRestApi_EveryMember_IsKept()
    {
        var api = await App.PostAsync("/restapis", """
            {"name":"shop","description":"d","version":"v1","binaryMediaTypes":["image/png","*/*"],"minimumCompressionSize":0,"apiKeySource":"AUTHORIZER",
             "endpointConfiguration":{"types":["PRIVATE"],"vpcEndpointIds":["vpce-1"]},"policy":"{\"Version\":\"2012\"}","tags":{"a":"b"},
             "disableExecuteApiEndpoint":true,"securityPolicy":"TLS_1_2","endpointAccessMode":"STRICT"}
            """);
        api.ShouldBe(201, $$"""
            {"id":"{{api["id"]}}","name":"shop","description":"d","createdDate":1772366400,"version":"v1","binaryMediaTypes":["image/png","*/*"],
             "minimumCompressionSize":0,"apiKeySource":"AUTHORIZER","endpointConfiguration":{"types":["PRIVATE"],"ipAddressType":"dualstack","vpcEndpointIds":["vpce-1"]},
             "policy":"{\"Version\":\"2012\"}","tags":{"a":"b"},"disableExecuteApiEndpoint":true,"rootResourceId":"{{api["rootResourceId"]}}",
             "securityPolicy":"TLS_1_2","endpointAccessMode":"STRICT","apiStatus":"AVAILABLE"}
            """);
        (await App.GetAsync($"/restapis/{api["id"]}")).ShouldBe(200, api.Body);
    }

    [Theory]
    [InlineData("""{"name":""}""", "BadRequestException", "Name cannot be an empty string")]
    [InlineData("""{"name":"a","description":""}""", "BadRequestException", "Description cannot be an empty string")]
    [InlineData("""{"name":"a","minimumCompressionSize":10485761}""", "BadRequestException", "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("""{"name":"a","minimumCompressionSize":-1}""", "BadRequestException", "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("""{"name":"a","endpointConfiguration":{"types":["EDGE","REGIONAL"]}}""", "BadRequestException", "Cannot create an api with multiple Endpoint Types.")]
    [InlineData("""{"name":"a","endpointConfiguration":{"types":["MOON"]}}""", "ValidationException", "1 validation error detected: Value '[MOON]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]")]
    [InlineData("""{"name":"a","apiKeySource":"MOON"}""", "ValidationException", "1 validation error detected: Value 'MOON' at 'createRestApiInput.apiKeySource' failed to satisfy constraint: Member must satisfy enum value set: [HEADER, AUTHORIZER]")]
    [InlineData("{}", "ValidationException", "1 validation error detected: Value null at 'createRestApiInput.name' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"name":true}""", "SerializationException", "class java.lang.Boolean can not be converted to an String")]
    [InlineData("""{"name":"a","tags":{"aws:x":"y"}}""", "BadRequestException", "Invalid tag key specified: aws:x. The prefix aws: is reserved.")]
    public async Task CreateRestApi_Rejects(string body, string type, string message)
    {
        (await App.PostAsync("/restapis", body)).ShouldBeError(400, type, message);
        (await App.GetAsync("/restapis")).ShouldBe(200, """{"item":[]}""");
    }

    [Fact]
    public async Task CreateRestApi_Clone_CopiesResourcesAndMethods()
    {
        var (path, id, root) = await CreateApiAsync();
        var child = (await App.PostAsync($"{path}/resources/{root}", """{"pathPart":"pets"}"""))["id"];
        (await App.PutAsync($"{path}/resources/{child}/methods/POST", """{"authorizationType":"AWS_IAM"}""")).ShouldSucceed();
        var clone = (await App.PostAsync("/restapis", $$"""{"name":"copy","cloneFrom":"{{id}}"}""")).ShouldSucceed();
        var resources = (await App.GetAsync($"/restapis/{clone["id"]}/resources")).ShouldSucceed().Json["item"]!.AsArray();
        resources.Select(resource => $"{resource!["path"]} {resource["resourceMethods"]?.ToJsonString()}").ShouldBe(["/ {\"GET\":{}}", "/pets {\"POST\":{}}"]);
        resources[0]!["id"]!.ToString().ShouldBe(clone["rootResourceId"]);
        resources[1]!["id"]!.ToString().ShouldNotBe(child);
        (await App.GetAsync($"/restapis/{clone["id"]}/resources/{clone["rootResourceId"]}/methods/GET/integration"))["cacheNamespace"].ShouldBe(clone["rootResourceId"]);
    }

    [Fact]
    public async Task UnknownApi_IsNotFound()
    {
        const string message = "Invalid API identifier specified 123456789012:nothere";
        (await App.GetAsync("/restapis/nothere")).ShouldBeNotFound(message);
        (await App.PatchAsync("/restapis/nothere", "replace /name x")).ShouldBeNotFound(message);
        (await App.DeleteAsync("/restapis/nothere")).ShouldBeNotFound(message);
        (await App.PostAsync("/restapis", """{"name":"a","cloneFrom":"nothere"}""")).ShouldBeNotFound(message);
        foreach (var below in new[] { "resources", "resources/x", "resources/x/methods/GET", "deployments", "deployments/x", "stages", "stages/x", "stages/x/history" })
        {
            (await App.GetAsync($"/restapis/nothere/{below}")).ShouldBeNotFound(message);
        }
    }

    [Fact]
    public async Task GetRestApi_IdInOtherCase_IsNotFound()
    {
        var (path, id, _) = await CreateApiAsync();
        (await App.GetAsync($"/restapis/{id.ToUpperInvariant()}")).ShouldBeNotFound($"Invalid API identifier specified 123456789012:{id.ToUpperInvariant()}");
        (await App.GetAsync(path)).ShouldSucceed();
    }

    [Fact]
    public async Task GetRestApis_Pages()
    {
        for (var i = 0; i < 30; i++)
        {
            (await App.PostAsync("/restapis", $$"""{"name":"api{{i}}"}""")).ShouldSucceed();
        }

        var first = await App.GetAsync("/restapis");
        first.Json["item"]!.AsArray().Count.ShouldBe(25);
        var second = await App.GetAsync($"/restapis?position={first["position"]}");
        second.Json["item"]!.AsArray().Count.ShouldBe(5);
        second.Json["position"].ShouldBeNull();
        first.Json["item"]!.AsArray().Concat(second.Json["item"]!.AsArray()).Select(api => api!["name"]!.ToString()).Distinct().Count().ShouldBe(30);
        (await App.GetAsync("/restapis?limit=501")).Json["item"]!.AsArray().Count.ShouldBe(30);
        (await App.GetAsync("/restapis?limit=30")).Json["position"].ShouldBeNull();
        (await App.GetAsync("/restapis?limit=1")).Json["item"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("limit=0", "Invalid limit parameter specified")]
    [InlineData("limit=-1", "Invalid limit parameter specified")]
    [InlineData("limit=x", "Invalid limit parameter specified")]
    [InlineData("limit=", "Invalid limit parameter specified")]
    [InlineData("limit=99999999999", "Invalid limit parameter specified")]
    [InlineData("position=%25%25", "Invalid position parameter specified")]
    public async Task GetRestApis_RejectsPaging(string query, string message) => (await App.GetAsync($"/restapis?{query}")).ShouldBeBadRequest(message);

    [Fact]
    public async Task UpdateRestApi_AppliesAllOrNothing()
    {
        var (path, _, _) = await CreateApiAsync();
        var before = (await App.GetAsync(path)).Body;
        (await App.PatchAsync(path, "replace /name new", "replace /nonsense x")).ShouldBeBadRequest(
            "Invalid patch path  '/nonsense' specified for op 'replace'. Must be one of: [/name, /description, /version, /policy, /apiKeySource, /minimumCompressionSize, /disableExecuteApiEndpoint, /endpointConfiguration/types/{type}, /endpointConfiguration/ipAddressType, /binaryMediaTypes/{type}]");
        (await App.GetAsync(path)).ShouldBe(200, before);
        var after = await App.PatchAsync(path, "replace /name new", "replace /description text", "add /binaryMediaTypes/image~1png");
        after.Status.ShouldBe(200);
        (after["name"], after["description"], after.Json["binaryMediaTypes"]!.ToJsonString()).ShouldBe(("new", "text", "[\"image/png\"]"));
        (await App.GetAsync(path)).ShouldBe(200, after.Body);
    }

    [Fact]
    public async Task DeleteRestApi_TakesEverythingWithIt()
    {
        var (api, stage, deployment) = await CreateStageAsync();
        var id = api.Split('/')[^1];
        (await App.DeleteAsync(api)).ShouldBeEmpty(202);
        foreach (var path in new[] { api, stage, $"{api}/deployments/{deployment}", $"{api}/resources" })
        {
            (await App.GetAsync(path)).ShouldBeNotFound($"Invalid API identifier specified 123456789012:{id}");
        }

        App.Observer.Heard.ShouldContain($"api {id}");
        (await App.GetAsync("/restapis")).ShouldBe(200, """{"item":[]}""");
    }
}
