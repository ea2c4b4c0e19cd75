using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.Tags;

public sealed class TagTests : ApiTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tags_OfEveryKind_LiveTheirLife(bool escaped)
    {
        var (api, stage, _) = await CreateStageAsync();
        (await App.PostAsync("/domainnames", """{"domainName":"a.example.com"}""")).ShouldSucceed();
        var key = $"/apikeys/{(await App.PostAsync("/apikeys")).ShouldSucceed()["id"]}";
        var plan = $"/usageplans/{(await App.PostAsync("/usageplans", """{"name":"p"}""")).ShouldSucceed()["id"]}";
        foreach (var resource in new[] { api, stage, "/domainnames/a.example.com", key, plan })
        {
            var arn = $"arn:aws:apigateway:us-east-1::{resource}";
            var path = $"/tags/{(escaped ? Uri.EscapeDataString(arn) : arn)}";
            (await App.GetAsync(path)).ShouldBe(200, """{"tags":{}}""");
            (await App.PutAsync(path, """{"tags":{"a":"1","b/c":"2","d":"3"}}""")).ShouldBeEmpty(204);
            (await App.PutAsync(path, """{"tags":{"a":"x"}}""")).ShouldBeEmpty(204);
            (await App.DeleteAsync($"{path}?tagKeys=d&tagKeys=unknown")).ShouldBeEmpty(204);
            (await App.GetAsync(path)).ShouldBe(200, """{"tags":{"a":"x","b/c":"2"}}""");
            (await App.GetAsync(resource)).Json["tags"]!.ToJsonString().ShouldBe("""{"a":"x","b/c":"2"}""");
        }
    }

    [Fact]
    public async Task Tags_Refusals()
    {
        var (api, _, _) = await CreateStageAsync();
        var path = $"/tags/arn:aws:apigateway:us-east-1::{api}";
        var many = string.Join(',', Enumerable.Range(0, 51).Select(i => $"\"k{i}\":\"v\""));
        (await App.PutAsync(path, $$$"""{"tags":{{{{many}}}}}""")).ShouldBeBadRequest("Too many tags. A resource can have at most 50 tags.");
        (await App.PutAsync(path, $$$"""{"tags":{"{{{new string('k', 129)}}}":"v"}}""")).ShouldBeBadRequest($"Invalid tag key specified: {new string('k', 129)}. Tag keys must have 1 to 128 characters.");
        (await App.PutAsync(path, $$$"""{"tags":{"k":"{{{new string('v', 257)}}}"}}""")).ShouldBeBadRequest("Invalid tag value specified for k. Tag values must have at most 256 characters.");
        (await App.PutAsync(path, """{"tags":["a"]}""")).ShouldBeError(400, "SerializationException", "class java.util.ArrayList can not be converted to an Map");
        (await App.DeleteAsync(path)).ShouldBeBadRequest("No tag keys specified");
        (await App.GetAsync(path)).ShouldBe(200, """{"tags":{}}""");
    }

    [Theory]
    [InlineData("arn:aws:apigateway:us-east-1::/restapis/nope", 404, "NotFoundException", "Invalid API identifier specified 123456789012:nope")]
    [InlineData("arn:aws:apigateway:us-east-1::/restapis/nope/stages/x", 404, "NotFoundException", "Invalid API identifier specified 123456789012:nope")]
    [InlineData("arn:aws:apigateway:us-east-1::/domainnames/nope", 404, "NotFoundException", "Invalid domain name identifier specified")]
    [InlineData("arn:aws:apigateway:us-east-1::/apikeys/nope", 404, "NotFoundException", "Invalid API Key identifier specified")]
    [InlineData("arn:aws:apigateway:us-east-1::/usageplans/nope", 404, "NotFoundException", "Invalid Usage Plan ID specified")]
    [InlineData("arn:aws:apigateway:us-east-1::/moons/x", 400, "BadRequestException", "Invalid ARN specified in the request")]
    [InlineData("arn:aws:lambda:us-east-1::/restapis/x", 400, "BadRequestException", "Invalid ARN specified in the request")]
    [InlineData("nonsense", 400, "BadRequestException", "Invalid ARN specified in the request")]
    public async Task GetTags_Rejects(string arn, int status, string type, string message) =>
        (await App.GetAsync($"/tags/{Uri.EscapeDataString(arn)}")).ShouldBeError(status, type, message);
}
