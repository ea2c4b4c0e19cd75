using System.Net;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Wire;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Responses;

public sealed class CustomResponseTests
{
    [Fact]
    public async Task Unknown_routes_get_what_the_API_says()
    {
        await using var gateway = await StartAsync(Response(
            GatewayResponseType.MissingAuthenticationToken, "404", Templates(("application/json", """{"no":"$context.path","of":"$context.stage"}""")), ("X-Why", "'nothing here'")));

        using var response = await gateway.GetAsync("/nowhere");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldBe($$"""{"no":"/{{Sample.ApiId}}/prod/nowhere","of":"prod"}""".Replace($"/{Sample.ApiId}", "", StringComparison.Ordinal));
        response.Headers.GetValues("X-Why").ShouldHaveSingleItem().ShouldBe("nothing here");
        response.Headers.GetValues("x-amzn-ErrorType").ShouldHaveSingleItem().ShouldBe("MissingAuthenticationTokenException");
        response.Headers.Contains("x-amzn-RequestId").ShouldBeTrue();
    }

    [Theory]
    [InlineData("/nowhere", 403, "4xx: Missing Authentication Token")]
    [InlineData("/media", 415, "4xx: Unsupported Media Type")]
    [InlineData("/iam", 403, "4xx: Missing Authentication Token")]
    [InlineData("/broken", 500, "5xx: Internal server error")]
    [InlineData("/down", 504, "5xx: Internal server error")]
    public async Task Families_answer_for_their_cases(string path, int status, string body)
    {
        await using var gateway = await StartAsync(
            Response(GatewayResponseType.Default4xx, null, Templates(("text/plain", "4xx: $context.error.message")), ("Access-Control-Allow-Origin", "'*'")),
            Response(GatewayResponseType.Default5xx, null, Templates(("text/plain", "5xx: $context.error.message")), ("Access-Control-Allow-Origin", "'*'")));

        using var response = await gateway.SendAsync(HttpMethod.Post, path, new StringContent("x"), ("Content-Type", "text/x"));

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldHaveSingleItem().ShouldBe("*");
    }

    [Fact]
    public async Task A_family_s_status_is_for_all_of_it_that_have_none_of_their_own()
    {
        await using var gateway = await StartAsync(
            Response(GatewayResponseType.Default4xx, "400", []),
            Response(GatewayResponseType.UnsupportedMediaType, null, Templates(("application/json", "own"))));

        (await gateway.GetAsync("/nowhere")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var own = await gateway.SendAsync(HttpMethod.Post, "/media", new StringContent("x"), ("Content-Type", "text/x"));
        own.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await own.Content.ReadAsStringAsync()).ShouldBe("own");
    }

    [Fact]
    public async Task Without_a_template_the_default_body_stays()
    {
        await using var gateway = await StartAsync(Response(GatewayResponseType.Default4xx, null, [], ("X-A", "'b'")));

        using var response = await gateway.GetAsync("/nowhere");

        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Missing Authentication Token"}""");
        response.Headers.GetValues("X-A").ShouldHaveSingleItem().ShouldBe("b");
    }

    [Theory]
    [InlineData(null, "application/json", "json")]
    [InlineData("text/html", "text/html", "html")]
    [InlineData("TEXT/HTML;q=1, application/json", "text/html", "html")]
    [InlineData("image/png", "application/json", "json")]
    public async Task The_media_type_follows_Accept(string? accept, string type, string body)
    {
        await using var gateway = await StartAsync(
            Response(GatewayResponseType.Default4xx, null, Templates(("text/html", "html"), ("application/json", "json"))));

        using var response = await gateway.SendAsync(HttpMethod.Get, "/nowhere", null, accept is null ? [] : [("Accept", accept)]);

        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Theory]
    [InlineData("'static'", "static")]
    [InlineData("method.request.header.X-Sent", "head")]
    [InlineData("method.request.querystring.q", "a b")]
    [InlineData("method.request.path.id", "7")]
    [InlineData("context.httpMethod", "POST")]
    [InlineData("context.error.responseType", "UNSUPPORTED_MEDIA_TYPE")]
    [InlineData("stageVariables.who", "me")]
    [InlineData("stageVariables.gone", null)]
    [InlineData("'a\r\nX-Injected: b'", "aX-Injected: b")]
    public async Task Headers_come_from_where_they_say(string source, string? value)
    {
        await using var gateway = await StartAsync(Response(GatewayResponseType.UnsupportedMediaType, null, [], ("X-Out", source)));

        using var response = await gateway.SendAsync(
            HttpMethod.Post, "/media/7?q=a+b", new StringContent("x"), ("Content-Type", "text/x"), ("X-Sent", "head"));

        (response.Headers.TryGetValues("X-Out", out var values) ? values.Single() : null).ShouldBe(value);
        response.Headers.Contains("X-Injected").ShouldBeFalse();
    }

    [Fact]
    public async Task Headers_that_frame_the_response_stay_and_a_content_type_counts()
    {
        await using var gateway = await StartAsync(Response(
            GatewayResponseType.Default4xx, null, Templates(("application/json", "body")), ("Content-Length", "'1'"), ("Transfer-Encoding", "'chunked'"), ("Content-Type", "'text/x'"), ("WWW-Authenticate", "'Basic'")));

        using var response = await gateway.GetAsync("/nowhere");

        (await response.Content.ReadAsStringAsync()).ShouldBe("body");
        response.Content.Headers.ContentLength.ShouldBe(4);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/x");
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Basic");
    }

    [Fact]
    public async Task A_fault_in_a_gateway_response_leaves_the_default()
    {
        await using var gateway = await StartAsync(Response(
            GatewayResponseType.Default4xx, "499", Templates(("application/json", "own")), ("X-First", "'a'"), ("X-Bad", "integration.response.nothing")));

        using var response = await gateway.GetAsync("/nowhere");

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.Contains("X-First").ShouldBeFalse();
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Missing Authentication Token"}""");
    }

    [Theory]
    [InlineData("101")]
    [InlineData("x")]
    public async Task A_status_that_ends_nothing_does_not_count(string status)
    {
        await using var gateway = await StartAsync(Response(GatewayResponseType.Default4xx, status, []));

        (await gateway.GetAsync("/nowhere")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Too_large_a_request_is_not_the_API_s_business()
    {
        await using var gateway = await StartAsync(
            Response(GatewayResponseType.RequestTooLarge, "499", []), Response(GatewayResponseType.Default4xx, "498", []));

        using var response = await gateway.SendAsync(HttpMethod.Post, "/media", new ByteArrayContent(new byte[(10 * 1024 * 1024) + 1]), ("Content-Type", "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("plain $ text $5 $$ $unknown.x #if", "plain $ text $5 $$ $unknown.x #if")]
    [InlineData("$context.stage.", "prod.")]
    [InlineData("$context.stage-x", "prod-x")]
    [InlineData("[$context.nothing]", "[]")]
    [InlineData("$context.", "$context.")]
    [InlineData("$stageVariables.who.x", "me.x")]
    [InlineData("<$method.request.header.X-Sent>", "<head>")]
    [InlineData("$method.request.querystring.q!", "ä!")]
    [InlineData("$context.stage$context.stage", "prodprod")]
    [InlineData("", "")]
    public async Task Templates_only_put_variables_in(string template, string body)
    {
        await using var gateway = await StartAsync(Response(GatewayResponseType.Default4xx, null, Templates(("application/json", template))));

        using var response = await gateway.SendAsync(HttpMethod.Get, "/nowhere?q=%C3%A4", null, ("X-Sent", "head"));

        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Fact]
    public async Task A_stage_that_is_not_there_is_nobody_s()
    {
        await using var gateway = await StartAsync(Response(GatewayResponseType.Default4xx, "499", []));

        (await gateway.Client.GetAsync(new Uri($"/{Sample.ApiId}/gone/x", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_preflight_is_answered_by_a_mock()
    {
        var options = Sample.Method("OPTIONS", Sample.Mock() with
        {
            IntegrationResponses = new Dictionary<string, IntegrationResponse>
            {
                ["200"] = new()
                {
                    StatusCode = "200",
                    ResponseParameters = new Dictionary<string, string>
                    {
                        ["method.response.header.Access-Control-Allow-Headers"] = "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'",
                        ["method.response.header.Access-Control-Allow-Methods"] = "'GET,OPTIONS'",
                        ["method.response.header.Access-Control-Allow-Origin"] = "'*'",
                    },
                },
            },
        });
        await using var gateway = await GatewayHost.StartAsync(options);

        using var response = await gateway.SendAsync(HttpMethod.Options, "/x", null, ("Origin", "https://example.com"), ("Access-Control-Request-Method", "GET"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldHaveSingleItem().ShouldBe("*");
        response.Headers.GetValues("Access-Control-Allow-Methods").ShouldHaveSingleItem().ShouldBe("GET,OPTIONS");
        response.Headers.GetValues("Access-Control-Allow-Headers").ShouldHaveSingleItem().ShouldContain("X-Api-Key");
    }

    [Fact]
    public void Cases_have_API_Gateway_s_names()
    {
        foreach (var type in Enum.GetValues<GatewayResponseType>())
        {
            GatewayResponseNames.Of(type).ShouldBe(WireNames.Of(type));
        }
    }

    private static GatewayResponse Response(
        GatewayResponseType type, string? status, Dictionary<string, string> templates, params (string Name, string Source)[] headers)
    {
        var parameters = headers.ToDictionary(header => $"gatewayresponse.header.{header.Name}", header => header.Source);
        return new GatewayResponse { ResponseType = type, StatusCode = status, ResponseTemplates = templates, ResponseParameters = parameters };
    }

    private static Dictionary<string, string> Templates(params (string Type, string Text)[] templates) =>
        templates.ToDictionary(template => template.Type, template => template.Text);

    private static async Task<GatewayHost> StartAsync(params GatewayResponse[] responses)
    {
        var never = Sample.Mock() with { PassthroughBehavior = PassthroughBehavior.Never };
        var gateway = await GatewayHost.StartAsync(Sample.Api(
            Sample.Resource("/media", Sample.Method("POST", never)),
            Sample.Resource("/media/{id}", Sample.Method("POST", never)),
            Sample.Resource("/iam", Sample.Method("POST") with { AuthorizationType = AuthorizationType.AwsIam }),
            Sample.Resource("/broken", Sample.Method("POST", Sample.Mock() with { RequestTemplates = new Dictionary<string, string?>() })),
            Sample.Resource("/down", Sample.Method("POST", Sample.HttpProxy("http://127.0.0.1:1/")))) with
        {
            GatewayResponses = responses,
        });
        gateway.Source.Put(Sample.Stage(variables: [("who", "me")]));
        return gateway;
    }
}
