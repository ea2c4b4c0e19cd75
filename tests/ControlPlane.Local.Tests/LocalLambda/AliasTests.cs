using System.Net;
using System.Text.Json.Nodes;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class AliasTests : IAsyncLifetime
{
    private const string Aliases = "/2015-03-31/functions/f/aliases";
    private LambdaApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await LambdaApp.StartAsync(o => o with { Random = new LockedRandom(7) });
        await _app.CreateBashAsync("f", "echo '\"1\"'", body => body["Publish"] = true);
        await _app.UpdateCodeAsync("f", Package.Bash("echo '\"2\"'"));
        await _app.PublishAsync("f");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Alias_is_shown_as_it_was_set()
    {
        var created = (await CreateAsync("""{"Name":"live","FunctionVersion":"1","Description":"d","RoutingConfig":{"AdditionalVersionWeights":{"2":0.05}}}""")).ShouldBe(HttpStatusCode.Created);

        var shown = created.Json.AsObject();
        Guid.TryParse(shown["RevisionId"]!.ToString(), out _).ShouldBeTrue();
        shown.Remove("RevisionId");
        shown.ToJsonString().ShouldBe("""{"AliasArn":"arn:aws:lambda:us-east-1:123456789012:function:f:live","Name":"live","FunctionVersion":"1","Description":"d","RoutingConfig":{"AdditionalVersionWeights":{"2":0.05}}}""");
        (await _app.GetAsync($"{Aliases}/live")).ShouldBe(HttpStatusCode.OK).Text.ShouldBe(created.Text);
        (await CreateAsync("""{"Name":"live","FunctionVersion":"1"}""")).ShouldFail(
            HttpStatusCode.Conflict, "ResourceConflictException", "Alias already exists: arn:aws:lambda:us-east-1:123456789012:function:f:live");
    }

    [Theory]
    [InlineData("""{"Name":"7","FunctionVersion":"1"}""", 400, "ValidationException")]
    [InlineData("""{"Name":"a b","FunctionVersion":"1"}""", 400, "ValidationException")]
    [InlineData("""{"FunctionVersion":"1"}""", 400, "ValidationException")]
    [InlineData("""{"Name":"a"}""", 400, "ValidationException")]
    [InlineData("""{"Name":"a","FunctionVersion":"live"}""", 400, "ValidationException")]
    [InlineData("""{"Name":"a","FunctionVersion":"9"}""", 404, "ResourceNotFoundException")]
    [InlineData("""{"Name":"a","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"9":0.1}}}""", 404, "ResourceNotFoundException")]
    [InlineData("""{"Name":"a","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":1.1}}}""", 400, "ValidationException")]
    [InlineData("""{"Name":"a","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":-0.1}}}""", 400, "ValidationException")]
    [InlineData("""{"Name":"a","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"$LATEST":0.1}}}""", 400, "ValidationException")]
    [InlineData("""{"Name":"a","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"1":0.1}}}""", 400, "InvalidParameterValueException")]
    [InlineData("""{"Name":"a","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"1":0.1,"2":0.1}}}""", 400, "InvalidParameterValueException")]
    [InlineData("""{"Name":"a","FunctionVersion":"$LATEST","RoutingConfig":{"AdditionalVersionWeights":{"2":0.1}}}""", 400, "InvalidParameterValueException")]
    [InlineData("""{"Name":"a","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":"x"}}}""", 400, "SerializationException")]
    public async Task Rejects_aliases_that_cannot_be(string body, int status, string type)
    {
        (await CreateAsync(body)).ShouldBe((HttpStatusCode)status).Header("x-amzn-ErrorType").ShouldBe(type);
        (await _app.GetAsync(Aliases)).Json["Aliases"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Update_keeps_what_is_not_given_and_empty_weights_clear_the_routing()
    {
        var first = await CreateAsync("""{"Name":"live","FunctionVersion":"1","Description":"d","RoutingConfig":{"AdditionalVersionWeights":{"2":0.5}}}""");

        var second = (await UpdateAsync("""{"Description":"e"}""")).ShouldBe(HttpStatusCode.OK);
        second.Json["RoutingConfig"]!.ToJsonString().ShouldBe("""{"AdditionalVersionWeights":{"2":0.5}}""");
        second["RevisionId"].ShouldNotBe(first["RevisionId"]);

        // The kept routing names version 2 already.
        (await UpdateAsync("""{"FunctionVersion":"2"}""")).ShouldBe(HttpStatusCode.BadRequest);
        var third = (await UpdateAsync("""{"FunctionVersion":"2","RoutingConfig":{"AdditionalVersionWeights":{}}}""")).ShouldBe(HttpStatusCode.OK);
        third.Json["RoutingConfig"].ShouldBeNull();
        (third["FunctionVersion"], third["Description"]).ShouldBe(("2", "e"));
    }

    [Fact]
    public async Task Stale_revisions_are_refused_and_of_two_writers_one_wins()
    {
        var revision = (await CreateAsync("""{"Name":"live","FunctionVersion":"1"}"""))["RevisionId"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => UpdateAsync($$"""{"Description":"{{n}}","RevisionId":"{{revision}}"}""")));

        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.Status == HttpStatusCode.PreconditionFailed).ShouldBe(5);
    }

    [Fact]
    public async Task Weights_choose_the_version_of_each_invocation()
    {
        await CreateAsync("""{"Name":"live","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":0.25}}}""");

        var answers = new List<Answer>();
        for (var n = 0; n < 200; n++)
        {
            answers.Add((await _app.InvokeAsync("f:live")).ShouldSucceed());
        }

        answers.ShouldAllBe(a => a.Text.Trim() == $"\"{a.Header("X-Amz-Executed-Version")}\"");
        answers.Count(a => a.Header("X-Amz-Executed-Version") == "2").ShouldBeInRange(32, 68);

        await UpdateAsync("""{"RoutingConfig":{"AdditionalVersionWeights":{"2":1.0}}}""");
        (await _app.InvokeAsync("f:live")).Header("X-Amz-Executed-Version").ShouldBe("2");
        await UpdateAsync("""{"RoutingConfig":{"AdditionalVersionWeights":{"2":0.0}}}""");
        (await _app.InvokeAsync("f:live")).Header("X-Amz-Executed-Version").ShouldBe("1");
    }

    [Fact]
    public async Task Aliases_are_listed_by_name_and_by_version()
    {
        await CreateAsync("""{"Name":"b","FunctionVersion":"1"}""");
        await CreateAsync("""{"Name":"a","FunctionVersion":"2"}""");
        await CreateAsync("""{"Name":"c","FunctionVersion":"2","RoutingConfig":{"AdditionalVersionWeights":{"1":0.1}}}""");

        static string NamesOf(Answer answer) => string.Concat(answer.Json["Aliases"]!.AsArray().Select(a => a!["Name"]!.ToString()));
        var page = await _app.GetAsync($"{Aliases}?MaxItems=2");
        NamesOf(page).ShouldBe("ab");
        NamesOf(await _app.GetAsync($"{Aliases}?MaxItems=2&Marker={Uri.EscapeDataString(page["NextMarker"])}")).ShouldBe("c");
        NamesOf(await _app.GetAsync($"{Aliases}?FunctionVersion=1")).ShouldBe("bc");
    }

    [Fact]
    public async Task Deleted_alias_is_not_found()
    {
        await CreateAsync("""{"Name":"live","FunctionVersion":"1"}""");

        (await _app.DeleteAsync($"{Aliases}/live")).ShouldBe(HttpStatusCode.NoContent);
        (await _app.DeleteAsync($"{Aliases}/live")).ShouldBe(HttpStatusCode.NoContent);
        (await _app.GetAsync($"{Aliases}/live")).ShouldFail(
            HttpStatusCode.NotFound, "ResourceNotFoundException", "Cannot find alias arn: arn:aws:lambda:us-east-1:123456789012:function:f:live");
    }

    private Task<Answer> CreateAsync(string body) => _app.SendAsync(HttpMethod.Post, Aliases, (JsonObject)JsonNode.Parse(body)!);

    private Task<Answer> UpdateAsync(string body) => _app.SendAsync(HttpMethod.Put, $"{Aliases}/live", (JsonObject)JsonNode.Parse(body)!);

    /// <summary>A seeded sequence that many threads may draw from.</summary>
    private sealed class LockedRandom(int seed) : Random(seed)
    {
        private readonly Lock _gate = new();

        public override double NextDouble()
        {
            lock (_gate)
            {
                return base.NextDouble();
            }
        }
    }
}
