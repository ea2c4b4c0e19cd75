using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Resources;

public sealed class ResourceTests : ApiTest
{
    [Fact]
    public async Task CreateResource_Answers_TheWholeResource()
    {
        var (path, _, root) = await CreateApiAsync();
        var pets = await App.PostAsync($"{path}/resources/{root}", """{"pathPart":"pets"}""");
        pets["id"].ShouldMatch("^[a-z0-9]{6}$");
        pets.ShouldBe(201, $$"""{"id":"{{pets["id"]}}","parentId":"{{root}}","pathPart":"pets","path":"/pets"}""");
        var pet = await App.PostAsync($"{path}/resources/{pets["id"]}", """{"pathPart":"{id}"}""");
        pet.ShouldBe(201, $$"""{"id":"{{pet["id"]}}","parentId":"{{pets["id"]}}","pathPart":"{id}","path":"/pets/{id}"}""");
        (await App.GetAsync($"{path}/resources/{pet["id"]}")).ShouldBe(200, pet.Body);
    }

    [Fact]
    public async Task GetResources_ListsVerbs_AndEmbedsMethodsWhenAsked()
    {
        var (path, _, root) = await CreateApiAsync();
        (await App.GetAsync($"{path}/resources")).ShouldBe(200, $$$$$"""{"item":[{"id":"{{{{{root}}}}}","path":"/","resourceMethods":{"GET":{}}}]}""");
        var embedded = $$$$$"""
            {"id":"{{{{{root}}}}}","path":"/","resourceMethods":{"GET":{"httpMethod":"GET","authorizationType":"NONE","apiKeyRequired":false,
             "methodIntegration":{"type":"MOCK","passthroughBehavior":"WHEN_NO_MATCH","timeoutInMillis":29000,"cacheNamespace":"{{{{{root}}}}}","cacheKeyParameters":[]}}}}
            """;
        (await App.GetAsync($"{path}/resources?embed=methods")).ShouldBe(200, $$"""{"item":[{{embedded}}]}""");
        (await App.GetAsync($"{path}/resources/{root}?embed=other,methods")).ShouldBe(200, embedded);
        (await App.GetAsync($"{path}/resources/{root}?embed=a&embed=methods")).ShouldBe(200, embedded);
        (await App.GetAsync($"{path}/resources/{root}")).ShouldBe(200, $$$$$"""{"id":"{{{{{root}}}}}","path":"/","resourceMethods":{"GET":{}}}""");
    }

    [Fact]
    public async Task GetResources_Pages()
    {
        var (path, _, root) = await CreateApiAsync();
        foreach (var name in new[] { "c", "a", "b" })
        {
            (await App.PostAsync($"{path}/resources/{root}", $$"""{"pathPart":"{{name}}"}""")).ShouldSucceed();
        }

        var first = await App.GetAsync($"{path}/resources?limit=2");
        var second = await App.GetAsync($"{path}/resources?limit=2&position={first["position"]}");
        first.Json["item"]!.AsArray().Concat(second.Json["item"]!.AsArray()).Select(each => each!["path"]!.ToString()).ShouldBe(["/", "/a", "/b", "/c"]);
        second.Json["position"].ShouldBeNull();
    }

    [Fact]
    public async Task CreateResource_Refusals()
    {
        var (path, _, root) = await CreateApiAsync();
        var create = $"{path}/resources/{root}";
        const string badPart = "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.";
        var variable = (await App.PostAsync(create, """{"pathPart":"{x+}"}"""))["id"];
        (await App.PostAsync(create, """{"pathPart":"pets"}""")).ShouldSucceed();
        (await App.PostAsync(create, """{"pathPart":"pets"}""")).ShouldBeConflict("Another resource with the same parent already has this name: pets");
        (await App.PostAsync(create, """{"pathPart":"{y}"}""")).ShouldBeBadRequest("A sibling ({x+}) of this resource already has a variable path part -- only one is allowed");
        (await App.PostAsync($"{path}/resources/{variable}", """{"pathPart":"z"}""")).ShouldBeBadRequest("Cannot create a child of a resource with a greedy path variable: {x+}");
        (await App.PostAsync(create, """{"pathPart":"a/b"}""")).ShouldBeBadRequest(badPart);
        (await App.PostAsync(create, """{"pathPart":""}""")).ShouldBeBadRequest(badPart);
        (await App.PostAsync($"{path}/resources/nothere", """{"pathPart":"z"}""")).ShouldBeNotFound("Invalid Resource identifier specified");
        (await App.PostAsync(create)).ShouldBeError(400, "ValidationException", "1 validation error detected: Value null at 'createResourceInput.pathPart' failed to satisfy constraint: Member must not be null");
    }

    [Fact]
    public async Task UpdateResource_MovesTheSubtree()
    {
        var (path, _, root) = await CreateApiAsync();
        var a = (await App.PostAsync($"{path}/resources/{root}", """{"pathPart":"a"}"""))["id"];
        var b = (await App.PostAsync($"{path}/resources/{a}", """{"pathPart":"b"}"""))["id"];
        var c = (await App.PostAsync($"{path}/resources/{root}", """{"pathPart":"c"}"""))["id"];
        (await App.PatchAsync($"{path}/resources/{a}", $"replace /parentId {c}", "replace /pathPart x")).ShouldBe(200, $$"""{"id":"{{a}}","parentId":"{{c}}","pathPart":"x","path":"/c/x"}""");
        (await App.GetAsync($"{path}/resources/{b}"))["path"].ShouldBe("/c/x/b");
        (await App.PatchAsync($"{path}/resources/{c}", $"replace /parentId {b}")).ShouldBeBadRequest("Resources cannot be cyclical.");
        (await App.PatchAsync($"{path}/resources/{root}", "replace /pathPart x")).ShouldBeBadRequest("Root resource cannot update its pathPart.");
        (await App.PatchAsync($"{path}/resources/{root}", $"replace /parentId {a}")).ShouldBeBadRequest("Root resource cannot update its parentId.");
        (await App.PatchAsync($"{path}/resources/{a}", "replace /pathPart y", "replace /nonsense y")).ShouldBeBadRequest("Invalid patch path /nonsense");
        (await App.GetAsync($"{path}/resources/{a}"))["path"].ShouldBe("/c/x");
    }

    [Fact]
    public async Task DeleteResource_TakesTheSubtree()
    {
        var (path, _, root) = await CreateApiAsync();
        var a = (await App.PostAsync($"{path}/resources/{root}", """{"pathPart":"a"}"""))["id"];
        var b = (await App.PostAsync($"{path}/resources/{a}", """{"pathPart":"b"}"""))["id"];
        (await App.PutAsync($"{path}/resources/{b}/methods/GET", """{"authorizationType":"NONE"}""")).ShouldSucceed();
        (await App.DeleteAsync($"{path}/resources/{a}")).ShouldBeEmpty(202);
        (await App.GetAsync($"{path}/resources/{b}")).ShouldBeNotFound("Invalid Resource identifier specified");
        (await App.GetAsync($"{path}/resources/{b}/methods/GET")).ShouldBeNotFound("Invalid Resource identifier specified");
        (await App.DeleteAsync($"{path}/resources/{a}")).ShouldBeNotFound("Invalid Resource identifier specified");
        (await App.DeleteAsync($"{path}/resources/{root}")).ShouldBeBadRequest("Root resource cannot be deleted.");
    }
}
