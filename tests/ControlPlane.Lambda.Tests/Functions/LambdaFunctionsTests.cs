using ControlPlane.Lambda.Functions;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Lambda.Tests.Functions;

public sealed class LambdaFunctionsTests : IDisposable
{
    private const string Base = "http://lambda.test/2015-03-31/functions";
    private const string Alias = """{"AliasArn":"arn:a","Name":"live","FunctionVersion":"2","Description":"d","RoutingConfig":{"AdditionalVersionWeights":{"3":0.25}},"RevisionId":"r2"}""";

    private readonly RecordingHandler _service = new();
    private readonly InstantTime _time = new();
    private readonly LambdaClient _client;

    public LambdaFunctionsTests() => _client = new LambdaClient(new Uri("http://lambda.test"), handler: _service, time: _time);

    private ILambdaFunctions Functions => _client.Functions;

    public void Dispose()
    {
        _client.Dispose();
        _service.Dispose();
    }

    [Theory]
    [InlineData("hello", "hello")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:hello", "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Ahello")]
    [InlineData("a/b ?#%é", "a%2Fb%20%3F%23%25%C3%A9")]
    public async Task Names_go_into_the_address_escaped(string name, string escaped)
    {
        _service.Answer(200, Alias).Answer(200, """{"FunctionName":"hello"}""").Answer(200, """{"FunctionName":"hello"}""");

        await Functions.GetAliasAsync(name, name);
        await Functions.GetFunctionConfigurationAsync(name, "$LATEST");
        await Functions.GetFunctionConfigurationAsync(name);

        _service.Requests.ShouldBe([
            $"GET {Base}/{escaped}/aliases/{escaped}",
            $"GET {Base}/{escaped}/configuration?Qualifier=%24LATEST",
            $"GET {Base}/{escaped}/configuration",
        ]);
    }

    [Fact]
    public async Task Requests_hold_what_is_given_and_answers_what_came()
    {
        _service.Answer(201, Alias).Answer(200, Alias).Answer(200, Alias).Answer(201, """{"FunctionName":"f","Version":"7","Timeout":3,"Unknown":{"x":1}}""").Answer(201, """{"Version":"8"}""");

        var created = await Functions.CreateAliasAsync("f", new CreateAliasRequest("live", "2"));
        await Functions.UpdateAliasAsync("f", "live", new UpdateAliasRequest
        {
            FunctionVersion = "2",
            RoutingConfig = new AliasRoutingConfiguration { AdditionalVersionWeights = new Dictionary<string, double> { ["3"] = 0.25 } },
            RevisionId = "r1",
        });
        await Functions.UpdateAliasAsync("f", "live", new UpdateAliasRequest { RoutingConfig = new AliasRoutingConfiguration() });
        var published = await Functions.PublishVersionAsync("f");
        await Functions.PublishVersionAsync("f", new PublishVersionRequest { CodeSha256 = "c", RevisionId = "r" });

        _service.Requests.ShouldBe([
            $$"""POST {{Base}}/f/aliases {"Name":"live","FunctionVersion":"2"}""",
            $"PUT {Base}/f/aliases/live " + """{"FunctionVersion":"2","RoutingConfig":{"AdditionalVersionWeights":{"3":0.25}},"RevisionId":"r1"}""",
            $"PUT {Base}/f/aliases/live " + """{"RoutingConfig":{"AdditionalVersionWeights":{}}}""",
            $"POST {Base}/f/versions {{}}",
            $$"""POST {{Base}}/f/versions {"CodeSha256":"c","RevisionId":"r"}""",
        ]);
        (created.Name, created.FunctionVersion, created.RevisionId, created.RoutingConfig!.AdditionalVersionWeights["3"]).ShouldBe(("live", "2", "r2", 0.25));
        (published.FunctionName, published.Version, published.Timeout).ShouldBe(("f", "7", 3));
    }

    [Theory]
    [InlineData(404, "ResourceNotFoundException", """{"Message":"Alias not found: x","Type":"User"}""", "Alias not found: x")]
    [InlineData(403, "AccessDeniedException:http://internal", """{"message":"no"}""", "no")]
    [InlineData(413, null, "<html>", "The Lambda service answered 413.")]
    public async Task Refusals_are_typed(int status, string? type, string body, string message)
    {
        _service.Answer(status, body, type);

        var refusal = await Should.ThrowAsync<LambdaServiceException>(async () => await Functions.GetAliasAsync("f", "x"));

        (refusal.Status, refusal.Type, refusal.Message, refusal.RequestId).ShouldBe((status, type?.Split(':')[0] ?? "", message, "id-1"));
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_no_answer()
    {
        _service.Answer(200, "<html>");

        (await Should.ThrowAsync<HttpRequestException>(async () => await Functions.GetAliasAsync("f", "x"))).HttpRequestError.ShouldBe(HttpRequestError.InvalidResponse);
        _service.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Reads_are_repeated_twice_with_growing_waits()
    {
        _service.Answer(503).Fail(HttpRequestError.ResponseEnded).Answer(200, Alias);

        (await Functions.GetAliasAsync("f", "live")).FunctionVersion.ShouldBe("2");

        _service.Requests.Count.ShouldBe(3);
        _time.Waits.Count.ShouldBe(2);
        _time.Waits[0].ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        _time.Waits[1].ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task The_third_failure_is_the_answer()
    {
        _service.Answer(500).Answer(502).Answer(429, """{"message":"Rate Exceeded."}""", "TooManyRequestsException");

        (await Should.ThrowAsync<LambdaServiceException>(async () => await Functions.GetAliasAsync("f", "live"))).Type.ShouldBe("TooManyRequestsException");
        _service.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Changes_that_may_have_been_made_are_not_repeated(string method)
    {
        _service.Fail(HttpRequestError.ResponseEnded);
        await Should.ThrowAsync<HttpRequestException>(Change(method));
        _service.Answer(503, type: "ServiceUnavailableException");
        await Should.ThrowAsync<LambdaServiceException>(Change(method));

        _service.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Changes_that_were_not_made_are_repeated(string method)
    {
        _service.Fail(HttpRequestError.ConnectionError).Answer(429).Answer(200, Alias);

        await Change(method)();

        _service.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("3", 0.25, true)]
    [InlineData("3", 0.5, false)]
    [InlineData("4", 0.25, false)]
    public async Task An_update_whose_answer_was_lost_is_recognized(string version, double weight, bool isDone)
    {
        _service.Fail(HttpRequestError.ResponseEnded)
            .Answer(412, """{"message":"The Revision Id provided does not match"}""", "PreconditionFailedException")
            .Answer(200, Alias);
        var request = new UpdateAliasRequest
        {
            FunctionVersion = "2",
            RoutingConfig = new AliasRoutingConfiguration { AdditionalVersionWeights = new Dictionary<string, double> { [version] = weight } },
            RevisionId = "r1",
        };

        var update = async () => await Functions.UpdateAliasAsync("f", "live", request);

        if (isDone)
        {
            (await update()).RevisionId.ShouldBe("r2");
        }
        else
        {
            (await Should.ThrowAsync<LambdaServiceException>(update)).Status.ShouldBe(412);
        }
    }

    [Fact]
    public async Task An_update_for_a_passed_revision_is_refused_at_once()
    {
        _service.Answer(412, """{"message":"The Revision Id provided does not match"}""", "PreconditionFailedException");

        var refusal = await Should.ThrowAsync<LambdaServiceException>(async () => await Functions.UpdateAliasAsync("f", "live", new UpdateAliasRequest { RevisionId = "old" }));

        refusal.Type.ShouldBe("PreconditionFailedException");
        _service.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_invocation_is_never_repeated()
    {
        _service.Answer(429, type: "TooManyRequestsException").Fail(HttpRequestError.ConnectionError);
        using (var refused = await _client.InvokeAsync("f:live", "{}"u8.ToArray()))
        {
            refused.ErrorType.ShouldBe("TooManyRequestsException");
        }

        await Should.ThrowAsync<HttpRequestException>(async () => await _client.InvokeAsync("f:live", "{}"u8.ToArray()));

        _service.Requests.ShouldBe(Enumerable.Repeat($"POST {Base}/f%3Alive/invocations {{}}", 2));
    }

    private Func<Task> Change(string method) => method == "POST"
        ? async () => await Functions.CreateAliasAsync("f", new CreateAliasRequest("live", "2"))
        : async () => await Functions.UpdateAliasAsync("f", "live", new UpdateAliasRequest { FunctionVersion = "2" });
}
