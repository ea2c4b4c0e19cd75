using System.Text.Json.Nodes;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Testing;

namespace ControlPlane.Gateway.Tests.Admission;

public sealed class AuthorizerTests
{
    private const string Allow = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}""";
    private const string Judge = "arn:aws:lambda:us-east-1:123456789012:function:judge";

    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task Token_AllowedOnce_IsKeptForItsTimePerToken()
    {
        await using var host = await StartAsync(Token());
        Answers(host, Verdict(Allow, """,{"n":1,"b":true,"s":"x"}"""));
        (await GetAsync(host, "/x", ("Authorization", "good"))).ShouldBe((200, ""));
        var asked = JsonNode.Parse(host.Lambda.PayloadOf(Judge))!;
        asked.ToJsonString().ShouldBe(
            """{"type":"TOKEN","methodArn":"arn:aws:execute-api:us-east-1:123456789012:abcdefghij/prod/GET/x","authorizationToken":"good"}""");
        await GetAsync(host, "/x", ("Authorization", "good"));
        _clock.Advance(299);
        await GetAsync(host, "/x", ("Authorization", "good"));
        host.Lambda.Count(Judge).ShouldBe(1);
        await GetAsync(host, "/x", ("Authorization", "other"));
        host.Lambda.Count(Judge).ShouldBe(2);
        _clock.Advance(2);
        await GetAsync(host, "/x", ("Authorization", "good"));
        host.Lambda.Count(Judge).ShouldBe(3);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic abc")]
    [InlineData("Bearer abc def")]
    public async Task Token_MissingOrNotAsItMustLook_IsNotAsked(string? token)
    {
        await using var host = await StartAsync(Token() with { IdentityValidationExpression = "Bearer [a-z]+" });
        var answer = token is null ? await GetAsync(host, "/x") : await GetAsync(host, "/x", ("Authorization", token));
        answer.ShouldBe((401, """{"message":"Unauthorized"}"""));
        host.Lambda.Invoked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"errorMessage":"Unauthorized"}""", true, 401, """{"message":"Unauthorized"}""")]
    [InlineData("""{"errorMessage":"boom"}""", true, 500, """{"message":null}""")]
    [InlineData("null", false, 500, """{"message":null}""")]
    [InlineData("nonsense", false, 500, """{"message":null}""")]
    [InlineData("""{"principalId":"me"}""", false, 500, """{"message":null}""")]
    [InlineData("""{"principalId":"me","policyDocument":{"Statement":[{"Effect":"Maybe"}]}}""", false, 500, """{"message":null}""")]
    [InlineData("""{"policyDocument":{"Statement":[]}}""", false, 500, """{"message":null}""")]
    [InlineData("""{"principalId":"me","policyDocument":{"Statement":[]},"context":{"a":{}}}""", false, 500, """{"message":null}""")]
    [InlineData("""{"principalId":"me","policyDocument":{"Statement":[]},"context":{"a":[1]}}""", false, 500, """{"message":null}""")]
    [InlineData("""{"principalId":"me","policyDocument":{"Statement":[]}}""", false, 403, """{"Message":"User is not authorized to access this resource"}""")]
    [InlineData(
        """{"principalId":"me","policyDocument":{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}}""",
        false,
        403,
        """{"Message":"User is not authorized to access this resource with an explicit deny"}""")]
    public async Task What_a_function_returns_is_what_callers_get(string result, bool fails, int status, string body)
    {
        await using var host = await StartAsync(Token());
        Answers(host, result);
        if (fails)
        {
            host.Lambda.Failing.Add(Judge);
        }

        (await GetAsync(host, "/x", ("Authorization", "t"))).ShouldBe((status, body));
        host.Lambda.Count("arn:aws:lambda:us-east-1:123456789012:function:hello").ShouldBe(0);
    }

    [Fact]
    public async Task Refusals_AreKept_ButNotWhoIsNobody()
    {
        await using var host = await StartAsync(Token());
        Answers(host, """{"principalId":"me","policyDocument":{"Statement":[]}}""");
        await GetAsync(host, "/x", ("Authorization", "t"));
        (await GetAsync(host, "/x", ("Authorization", "t"))).Status.ShouldBe(403);
        host.Lambda.Count(Judge).ShouldBe(1);
        host.Lambda.Failing.Add(Judge);
        Answers(host, """{"errorMessage":"Unauthorized"}""");
        await GetAsync(host, "/x", ("Authorization", "u"));
        await GetAsync(host, "/x", ("Authorization", "u"));
        host.Lambda.Count(Judge).ShouldBe(3);
    }

    [Fact]
    public async Task A_kept_policy_is_judged_for_each_method()
    {
        await using var host = await StartAsync(Token());
        Answers(host, """{"principalId":"me","policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:execute-api:*:*:*/prod/GET/x"}}}""");
        (await GetAsync(host, "/x", ("Authorization", "t"))).Status.ShouldBe(200);
        (await GetAsync(host, "/x/", ("Authorization", "t"))).Status.ShouldBe(200);
        (await GetAsync(host, "/items/1", ("Authorization", "t"))).Status.ShouldBe(403);
        host.Lambda.Count(Judge).ShouldBe(1);
    }

    [Fact]
    public async Task Misses_at_once_are_one_invocation()
    {
        await using var host = await StartAsync(Token());
        Answers(host, Verdict(Allow));
        var gate = new TaskCompletionSource();
        host.Lambda.Gate = gate.Task;
        var asked = Enumerable.Range(0, 8).Select(_ => GetAsync(host, "/x", ("Authorization", "t"))).ToList();
        await UntilAsync(() => host.Lambda.Count(Judge) == 1);
        gate.SetResult();
        (await Task.WhenAll(asked)).ShouldAllBe(answer => answer.Status == 200);
        host.Lambda.Count(Judge).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_time_to_keep_every_request_asks()
    {
        await using var host = await StartAsync(Token() with { AuthorizerResultTtlInSeconds = 0 });
        Answers(host, Verdict(Allow));
        await GetAsync(host, "/x", ("Authorization", "t"));
        await GetAsync(host, "/x", ("Authorization", "t"));
        host.Lambda.Count(Judge).ShouldBe(2);
    }

    [Fact]
    public async Task A_flushed_stage_asks_anew()
    {
        await using var host = await StartAsync(Token());
        Answers(host, Verdict(Allow));
        await GetAsync(host, "/x", ("Authorization", "t"));
        host.Source.Put(Sample.Stage() with { AuthorizerFlushes = 1 }, revision: 2);
        host.Gateway.StageChanged(Sample.ApiId, "prod");
        await GetAsync(host, "/x", ("Authorization", "t"));
        await GetAsync(host, "/x", ("Authorization", "t"));
        host.Lambda.Count(Judge).ShouldBe(2);
    }

    [Fact]
    public async Task Request_NeedsEverySource_AndSeesTheWholeRequest()
    {
        await using var host = await StartAsync(
            Token() with { Type = AuthorizerType.Request, IdentitySource = "method.request.header.X-Who, method.request.querystring.team,stageVariables.alias,context.httpMethod" },
            Sample.Stage(variables: [("alias", "v1")]));
        Answers(host, Verdict(Allow));
        (await GetAsync(host, "/items/7?team=a", ("X-Who", "me"))).Status.ShouldBe(200);
        var asked = JsonNode.Parse(host.Lambda.PayloadOf(Judge))!;
        (asked["type"]!.ToString(), asked["resource"]!.ToString(), asked["path"]!.ToString(), asked["httpMethod"]!.ToString()).ShouldBe(("REQUEST", "/items/{id}", "/items/7", "GET"));
        asked["headers"]!["X-Who"]!.ToString().ShouldBe("me");
        asked["multiValueHeaders"]!["X-Who"]!.ToJsonString().ShouldBe("""["me"]""");
        asked["queryStringParameters"]!.ToJsonString().ShouldBe("""{"team":"a"}""");
        asked["multiValueQueryStringParameters"]!.ToJsonString().ShouldBe("""{"team":["a"]}""");
        asked["pathParameters"]!.ToJsonString().ShouldBe("""{"id":"7"}""");
        asked["stageVariables"]!.ToJsonString().ShouldBe("""{"alias":"v1"}""");
        asked["requestContext"]!["resourcePath"]!.ToString().ShouldBe("/items/{id}");
        asked["body"].ShouldBeNull();

        await GetAsync(host, "/items/8?team=a", ("X-Who", "me"));
        host.Lambda.Count(Judge).ShouldBe(1);
        await GetAsync(host, "/items/8?team=b", ("X-Who", "me"));
        host.Lambda.Count(Judge).ShouldBe(2);
        (await GetAsync(host, "/items/8", ("X-Who", "me"))).Status.ShouldBe(401);
        (await GetAsync(host, "/items/8?team=a")).Status.ShouldBe(401);
        (await GetAsync(host, "/items/8?team=", ("X-Who", "me"))).Status.ShouldBe(401);
        host.Lambda.Count(Judge).ShouldBe(2);
    }

    [Fact]
    public async Task Parts_of_an_identity_do_not_run_into_each_other()
    {
        await using var host = await StartAsync(Token() with { Type = AuthorizerType.Request, IdentitySource = "method.request.header.A,method.request.header.B" });
        Answers(host, Verdict(Allow));
        await GetAsync(host, "/x", ("A", "1"), ("B", "23"));
        await GetAsync(host, "/x", ("A", "12"), ("B", "3"));
        host.Lambda.Count(Judge).ShouldBe(2);
    }

    [Fact]
    public async Task The_functions_alias_may_be_a_stage_variable()
    {
        await using var host = await StartAsync(
            Token() with { AuthorizerUri = Uri(Judge + ":${stageVariables.alias}") }, Sample.Stage(variables: [("alias", "v2")]));
        host.Lambda.Answer = (function, _) => function == $"{Judge}:v2" ? Verdict(Allow) : null;
        (await GetAsync(host, "/x", ("Authorization", "t"))).Status.ShouldBe(200);
        host.Lambda.Count($"{Judge}:v2").ShouldBe(1);
    }

    [Fact]
    public async Task What_the_function_says_goes_on_to_the_backend()
    {
        await using var host = await StartAsync(Token(), method: Sample.Method("GET", Sample.LambdaProxy()));
        Answers(host, Verdict(Allow, """,{"number":1.5,"flag":true,"text":"x","nothing":null}"""));
        (await GetAsync(host, "/x", ("Authorization", "t"))).Status.ShouldBe(200);
        var authorizer = JsonNode.Parse(host.Lambda.PayloadOf("arn:aws:lambda:us-east-1:123456789012:function:hello"))!["requestContext"]!["authorizer"]!.AsObject();
        authorizer.Remove("integrationLatency").ShouldBeTrue();
        authorizer.ToJsonString().ShouldBe("""{"number":"1.5","flag":"true","text":"x","principalId":"me"}""");
    }

    [Fact]
    public async Task What_the_function_says_is_there_for_templates()
    {
        await using var host = await StartAsync(
            Token(), method: Sample.Method("GET", Sample.Mock("$context.authorizer.principalId $context.authorizer.text $context.authorizer.none")));
        Answers(host, Verdict(Allow, """,{"text":"x"}"""));
        (await GetAsync(host, "/x", ("Authorization", "t"))).Body.ShouldStartWith("me x");
    }

    [Theory]
    [InlineData(429, 500, "InternalServerErrorException")]
    [InlineData(403, 500, "AuthorizerConfigurationException")]
    [InlineData(404, 500, "AuthorizerConfigurationException")]
    public async Task A_function_that_cannot_be_run_lets_nobody_in(int lambda, int status, string type)
    {
        await using var host = await StartAsync(Token());
        host.Lambda.Status = lambda;
        using var response = await host.SendAsync(HttpMethod.Get, "/x", null, ("Authorization", "t"));
        ((int)response.StatusCode, response.Headers.GetValues("x-amzn-ErrorType").Single()).ShouldBe((status, type));
    }

    [Fact]
    public async Task An_unreachable_service_lets_nobody_in_and_is_not_kept()
    {
        await using var host = await StartAsync(Token());
        host.Lambda.Throws = new HttpRequestException("refused");
        (await GetAsync(host, "/x", ("Authorization", "t"))).ShouldBe((500, """{"message":"Internal server error"}"""));
        host.Lambda.Throws = null;
        Answers(host, Verdict(Allow));
        (await GetAsync(host, "/x", ("Authorization", "t"))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(AuthorizationType.CognitoUserPools, 401, """{"message":"Unauthorized"}""")]
    [InlineData(AuthorizationType.AwsIam, 403, """{"message":"Missing Authentication Token"}""")]
    public async Task What_cannot_be_verified_here_is_refused(AuthorizationType type, int status, string body)
    {
        await using var host = await StartAsync(Token() with { Type = AuthorizerType.CognitoUserPools }, authorization: type);
        (await GetAsync(host, "/x", ("Authorization", "t"))).ShouldBe((status, body));
        var signed = await GetAsync(host, "/x", ("Authorization", "AWS4-HMAC-SHA256 Credential=x"));
        signed.Status.ShouldBe(type == AuthorizationType.AwsIam ? 403 : 401);
        host.Lambda.Invoked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nope", null)]
    [InlineData("auth01", "arn:aws:apigateway:us-east-1:lambda:path/nonsense")]
    public async Task An_authorizer_that_is_not_there_lets_nobody_in(string id, string? uri)
    {
        await using var host = await StartAsync(Token() with { Id = "auth01", AuthorizerUri = uri ?? Uri(Judge) }, authorizerId: id);
        (await GetAsync(host, "/x", ("Authorization", "t"))).ShouldBe((500, """{"message":null}"""));
    }

    private static Authorizer Token() => new()
    {
        Id = "auth01",
        Name = "judge",
        Type = AuthorizerType.Token,
        AuthorizerUri = Uri(Judge),
        IdentitySource = "method.request.header.Authorization",
    };

    private static string Uri(string function) => $"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations";

    private static string Verdict(string policy, string context = "") =>
        $$"""{"principalId":"me","policyDocument":{{policy}}{{(context.Length > 0 ? $",\"context\":{context[1..]}" : "")}} }""";

    private static void Answers(GatewayHost host, string result) => host.Lambda.Answer = (function, _) => function == Judge ? result : null;

    private static async Task<(int Status, string Body)> GetAsync(GatewayHost host, string path, params (string Name, string Value)[] headers)
    {
        using var response = await host.SendAsync(HttpMethod.Get, path, null, headers);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private async Task<GatewayHost> StartAsync(
        Authorizer authorizer,
        Stage? stage = null,
        Method? method = null,
        AuthorizationType authorization = AuthorizationType.Custom,
        string authorizerId = "auth01")
    {
        Method Guarded(Method open) => open with { AuthorizationType = authorization, AuthorizerId = authorizerId };
        DeployedApi api = Sample.Api(
            Sample.Resource("/x", Guarded(method ?? Sample.Method("GET"))),
            Sample.Resource("/items/{id}", Guarded(Sample.Method("GET")))) with
        { Authorizers = [authorizer] };
        var host = await GatewayHost.StartAsync(api, collaborators: new GatewayCollaborators { Time = _clock });
        host.Source.Put(stage ?? Sample.Stage());
        return host;
    }
}
