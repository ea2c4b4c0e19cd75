using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.DomainNames;

public sealed class DomainNameTests : ApiTest
{
    [Fact]
    public async Task DomainName_LivesItsLife()
    {
        var created = await App.PostAsync("/domainnames", """{"domainName":"API.Example.com","regionalCertificateArn":"arn:c","endpointConfiguration":{"types":["REGIONAL"]},"tags":{"a":"b"}}""");
        created.ShouldBe(201, """
            {"domainName":"api.example.com","regionalCertificateArn":"arn:c","certificateUploadDate":1772366400,"endpointConfiguration":{"types":["REGIONAL"],"ipAddressType":"ipv4"},
             "domainNameStatus":"AVAILABLE","securityPolicy":"TLS_1_2","routingMode":"BASE_PATH_MAPPING_ONLY","tags":{"a":"b"}}
            """);
        (await App.GetAsync("/domainnames/api.example.com")).ShouldBe(200, created.Body);
        (await App.GetAsync("/domainnames")).ShouldBe(200, $$"""{"item":[{{created.Body}}]}""");
        (await App.PostAsync("/domainnames", """{"domainName":"api.example.com"}""")).ShouldBeConflict("The domain name you provided already exists.");
        (await App.PatchAsync("/domainnames/api.example.com", "replace /securityPolicy TLS_1_0"))["securityPolicy"].ShouldBe("TLS_1_0");
        (await App.PatchAsync("/domainnames/api.example.com", "replace /securityPolicy TLS_9")).ShouldBeBadRequest("Invalid security policy specified: TLS_9");
        (await App.DeleteAsync("/domainnames/api.example.com")).ShouldBeEmpty(202);
        (await App.GetAsync("/domainnames/api.example.com")).ShouldBeNotFound("Invalid domain name identifier specified");
        (await App.DeleteAsync("/domainnames/api.example.com")).ShouldBeNotFound("Invalid domain name identifier specified");
        App.Observer.Heard.ShouldBe(["domain api.example.com", "domain api.example.com", "domain api.example.com"]);
    }

    [Fact]
    public async Task GetDomainNames_Pages()
    {
        foreach (var name in new[] { "c", "a", "b" })
        {
            (await App.PostAsync("/domainnames", $$"""{"domainName":"{{name}}.example.com"}""")).ShouldSucceed();
        }

        var first = await App.GetAsync("/domainnames?limit=2");
        var second = await App.GetAsync($"/domainnames?limit=2&position={first["position"]}");
        first.Json["item"]!.AsArray().Concat(second.Json["item"]!.AsArray()).Select(each => each!["domainName"]!.ToString()).ShouldBe(["a.example.com", "b.example.com", "c.example.com"]);
        second.Json["position"].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"domainName":"nodot"}""", "Invalid domain name specified")]
    [InlineData("""{"domainName":"a b.com"}""", "Invalid domain name specified")]
    [InlineData("""{"domainName":"a.com","securityPolicy":"X"}""", "Invalid security policy specified: X")]
    [InlineData("""{"domainName":"a.com","endpointConfiguration":{"types":["MOON"]}}""", "Invalid endpoint type specified: MOON")]
    public async Task CreateDomainName_Rejects(string body, string message)
    {
        (await App.PostAsync("/domainnames", body)).ShouldBeBadRequest(message);
        (await App.GetAsync("/domainnames")).ShouldBe(200, """{"item":[]}""");
    }

    [Fact]
    public async Task BasePathMapping_LivesItsLife()
    {
        var (api, _, _) = await CreateStageAsync();
        var id = api.Split('/')[^1];
        const string all = "/domainnames/a.example.com/basepathmappings";
        (await App.PostAsync(all, $$"""{"restApiId":"{{id}}"}""")).ShouldBeNotFound("Invalid domain name identifier specified");
        (await App.PostAsync("/domainnames", """{"domainName":"a.example.com"}""")).ShouldSucceed();
        (await App.PostAsync(all, $$"""{"restApiId":"{{id}}","stage":"prod"}""")).ShouldBe(201, $$"""{"basePath":"(none)","restApiId":"{{id}}","stage":"prod"}""");
        (await App.PostAsync(all, $$"""{"basePath":"(none)","restApiId":"{{id}}"}""")).ShouldBeConflict("Base path already exists for this domain name");
        (await App.PostAsync(all, $$"""{"basePath":"v1/shop","restApiId":"{{id}}"}""")).ShouldBe(201, $$"""{"basePath":"v1/shop","restApiId":"{{id}}"}""");
        (await App.GetAsync($"{all}/(none)"))["stage"].ShouldBe("prod");
        (await App.GetAsync($"{all}/v1%2Fshop"))["restApiId"].ShouldBe(id);
        (await App.GetAsync(all)).Json["item"]!.AsArray().Count.ShouldBe(2);
        (await App.PatchAsync($"{all}/v1%2Fshop", "replace /basePath v2", "replace /stage prod")).ShouldBe(200, $$"""{"basePath":"v2","restApiId":"{{id}}","stage":"prod"}""");
        (await App.PatchAsync($"{all}/v2", "replace /basePath (none)")).ShouldBeConflict("Base path already exists for this domain name");
        (await App.PatchAsync($"{all}/v2", "replace /stage nope")).ShouldBeNotFound("Invalid Stage identifier specified");
        (await App.PatchAsync($"{all}/v2", "replace /restApiId nope")).ShouldBeNotFound("Invalid API identifier specified 123456789012:nope");
        (await App.GetAsync($"{all}/v1%2Fshop")).ShouldBeNotFound("Invalid base path mapping identifier specified");
        (await App.DeleteAsync($"{all}/v2")).ShouldBeEmpty(202);
        (await App.DeleteAsync($"{all}/v2")).ShouldBeNotFound("Invalid base path mapping identifier specified");
        (await App.PostAsync(all, $$"""{"basePath":"/x","restApiId":"{{id}}"}""")).ShouldBeBadRequest(
            "Invalid base path specified. Base paths may hold letters, numbers and $-_.+!*'()/, and neither start nor end with a slash");
        (await App.PostAsync(all)).ShouldBeError(400, "ValidationException", "1 validation error detected: Value null at 'createBasePathMappingInput.restApiId' failed to satisfy constraint: Member must not be null");
    }
}
