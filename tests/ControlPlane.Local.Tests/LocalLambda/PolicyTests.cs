using System.Net;
using System.Text.Json.Nodes;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class PolicyTests : IAsyncLifetime
{
    private const string Policy = "/2015-03-31/functions/f/policy";
    private LambdaApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await LambdaApp.StartAsync();
        await _app.CreatePythonAsync("f", Package.EchoPython, body => body["Publish"] = true);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Permission_becomes_a_statement_of_the_policy()
    {
        const string Source = "arn:aws:execute-api:us-east-1:123456789012:abc/*/GET/x";
        var added = (await AddAsync($$"""{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"apigateway.amazonaws.com","SourceArn":"{{Source}}","SourceAccount":"123456789012"}""")).ShouldBe(HttpStatusCode.Created);

        const string Statement = $$"""{"Sid":"s","Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012"},"ArnLike":{"AWS:SourceArn":"{{Source}}"}""" + "}}";
        added["Statement"].ShouldBe(Statement);
        (await _app.GetAsync(Policy))["Policy"].ShouldBe($$"""{"Version":"2012-10-17","Id":"default","Statement":[{{Statement}}]}""");
    }

    [Fact]
    public async Task Qualified_policies_are_apart()
    {
        var added = await AddAsync("""{"StatementId":"s","Action":"lambda:*","Principal":"123456789012"}""", "?Qualifier=1");

        added["Statement"].ShouldContain("\"AWS\":\"arn:aws:iam::123456789012:root\"");
        added["Statement"].ShouldContain("function:f:1\"");
        (await _app.GetAsync(Policy)).ShouldFail(HttpStatusCode.NotFound, "ResourceNotFoundException", "The resource you requested does not exist.");
        (await _app.GetAsync($"{Policy}?Qualifier=1")).ShouldBe(HttpStatusCode.OK);
        (await AddAsync("""{"StatementId":"s","Action":"lambda:*","Principal":"*"}""", "?Qualifier=nope")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Statements_are_removed_one_by_one()
    {
        await AddAsync("""{"StatementId":"a","Action":"lambda:*","Principal":"*"}""");
        (await AddAsync("""{"StatementId":"a","Action":"lambda:*","Principal":"*"}""")).ShouldFail(
            HttpStatusCode.Conflict,
            "ResourceConflictException",
            "The statement id (a) provided already exists. Please provide a new statement id, or remove the existing statement.");
        await AddAsync("""{"StatementId":"b","Action":"lambda:*","Principal":"*"}""");

        (await _app.DeleteAsync($"{Policy}/a?RevisionId=stale")).ShouldBe(HttpStatusCode.PreconditionFailed);
        var revision = (await _app.GetAsync(Policy))["RevisionId"];
        (await _app.DeleteAsync($"{Policy}/a?RevisionId={revision}")).ShouldBe(HttpStatusCode.NoContent);
        (await _app.DeleteAsync($"{Policy}/a")).ShouldBe(HttpStatusCode.NotFound);
        (await _app.DeleteAsync($"{Policy}/b")).ShouldBe(HttpStatusCode.NoContent);
        (await _app.GetAsync(Policy)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"Action":"lambda:*","Principal":"*"}""")]
    [InlineData("""{"StatementId":"a b","Action":"lambda:*","Principal":"*"}""")]
    [InlineData("""{"StatementId":"a","Action":"s3:Get","Principal":"*"}""")]
    public async Task Rejects_broken_permissions(string body) =>
        (await AddAsync(body)).ShouldBe(HttpStatusCode.BadRequest).Header("x-amzn-ErrorType").ShouldBe("ValidationException");

    private Task<Answer> AddAsync(string body, string query = "") => _app.SendAsync(HttpMethod.Post, Policy + query, (JsonObject)JsonNode.Parse(body)!);
}
