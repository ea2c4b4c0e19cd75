using System.Net;
using System.Text;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Gateway.Tests.Logging;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.Fuzzing;

/// <summary>Whatever a request and its backend's answer hold, mappings end it properly and keep every value in its place.</summary>
public sealed class MappedRequestTests
{
    private static readonly Gen<string> Text = Gen.Frequency(
        (3, Gen.Elements("", "x", "a b", "..", ".", "../../etc", "?x=1", "#f", "a&b=c", "%2e%2e", "%zz", "%00", "\r\nX: y", "\u0000", "\uD83D\uDD11", "\uD800", "{p}", "'\"\\", "${a}", "<&>", "//", "@h", ":80", "1e99999")),
        (1, Gen.Choose(0, 0x2FF).Select(code => (char)code).ListOf().Select(characters => string.Concat(characters))));

    private static readonly Gen<string> Json = Gen.Elements(
        "", "{}", "[]", "null", "{", "{\"a\":\"%s\"}", "{\"a\":[1,2]}", "{\"a\":{\"b\":1e400}}", "{\"a\":\"\\ud800\"}", "[[[[[[1]]]]]]", "'x'", "\u0001", "{\"a\":1}trailing", "{\"errorMessage\":\"%s\"}", "{\"errorMessage\":{}}");

    private static readonly Gen<Case> Cases =
        from path in Gen.Elements("/http/", "/lambda/", "/mock/", "/rest/", "/none/", "//", "/http")
        from segment in Text
        from value in Text
        from body in Json
        from type in Gen.Elements("application/json", "text/plain", "image/png", "", "a/b;c", "\u00FF")
        from accept in Gen.Elements("*/*", "image/png", "text/html", "", ",,")
        from status in Gen.Choose(200, 599)
        from answer in Json
        from answered in Text
        select new Case(path + Uri.EscapeDataString(segment), value, body.Replace("%s", value.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal), type, accept, status, answer, answered);

    [Fact]
    public void Every_request_ends_in_a_whole_response_and_stays_where_it_belongs()
    {
        using var gateway = new LoggingGateway(Sample.Stage(), StageLogLevel.Error, null, [("dep001", Document)]);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Cases.ToArbitrary(), sample => Run(gateway, sample)));
        gateway.Log.Exceptions.FirstOrDefault()?.ToString().ShouldBeNull();
    }

    private static Domain.Deployments.DeployedApi Document { get; } = Sample.Api(
        Sample.Resource("/http/{id}", Sample.Method("ANY", Mapped(IntegrationType.Http, "https://pets.example.com/v/{p}/end?fixed={p}"))),
        Sample.Resource("/rest/{id}", Sample.Method("ANY", Mapped(IntegrationType.Http, "https://pets.example.com/v/{p+}"))),
        Sample.Resource("/lambda/{id}", Sample.Method("ANY", Mapped(IntegrationType.Aws, "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f-{p}/invocations"))),
        Sample.Resource("/mock/{id}", Sample.Method("ANY", Mapped(IntegrationType.Mock, null)))) with
    { BinaryMediaTypes = ["image/png"] };

    private static bool Run(LoggingGateway gateway, Case sample)
    {
        Uri? asked = null;
        gateway.Answer = request =>
        {
            asked = request.RequestUri;
            var response = new HttpResponseMessage((HttpStatusCode)sample.Status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(sample.Answer)) };
            response.Headers.TryAddWithoutValidation("X-Answered", new string([.. sample.Answered.Where(character => character is >= ' ' and < '\x7F')]));
            return response;
        };
        gateway.Lambda.Result = sample.Answer.Replace("%s", "failed", StringComparison.Ordinal);

        var exchange = gateway.AskAsync(
            "POST", sample.Path, "p=" + Uri.EscapeDataString(sample.Value), sample.Body, ("Content-Type", sample.Type), ("Accept", sample.Accept), ("P", sample.Value)).GetAwaiter().GetResult();

        exchange.StatusCode.ShouldBeInRange(200, 599);
        foreach (var (name, value) in exchange.Answered)
        {
            value.ShouldAllBe(character => character >= ' ' && character != '\x7F' && character <= '\xFF', $"{name}: {value}");
        }

        if (asked is not null)
        {
            var target = asked.PathAndQuery;
            asked.GetLeftPart(UriPartial.Authority).ShouldBe("https://pets.example.com");
            target.ShouldAllBe(character => character > ' ' && character < '\x7F');
            target.ShouldNotContain("#");
            target.Count(character => character == '?').ShouldBeLessThanOrEqualTo(1);
            var path = target.Split('?')[0];
            path.Split('/').ShouldNotContain("..");
            path.ShouldStartWith("/v/");
            if (sample.Path.StartsWith("/http/", StringComparison.Ordinal))
            {
                path.Count(character => character == '/').ShouldBe(3);
                path.ShouldEndWith("/end");
            }
        }

        return gateway.Lambda.Function is not { } function || function.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '$');
    }

    private static Integration Mapped(IntegrationType type, string? uri) => new()
    {
        Type = type,
        HttpMethod = "POST",
        Uri = uri,
        CacheNamespace = "",
        RequestParameters = new Dictionary<string, string>
        {
            ["integration.request.path.p"] = "method.request.querystring.p",
            ["integration.request.header.X-P"] = "method.request.multivalueheader.P",
            ["integration.request.querystring.id"] = "method.request.path.id",
            ["integration.request.querystring.a"] = "method.request.body.a",
        },
        RequestTemplates = new Dictionary<string, string?>
        {
            ["application/json"] = """#set($x = $input.path('$.a')){"statusCode": 200, "a": $input.json('$.a'), "p": "$util.escapeJavaScript($input.params('p'))"}""",
        },
        IntegrationResponses = new Dictionary<string, IntegrationResponse>
        {
            ["200"] = new()
            {
                StatusCode = "200",
                ResponseParameters = new Dictionary<string, string>
                {
                    ["method.response.header.X-Answered"] = "integration.response.header.X-Answered",
                    ["method.response.header.X-A"] = "integration.response.body.a",
                    ["method.response.header.X-P"] = "context.path",
                },
                ResponseTemplates = new Dictionary<string, string?> { ["application/json"] = "$input.json('$') $input.params('P')" },
            },
        },
    };

    private sealed record Case(string Path, string Value, string Body, string Type, string Accept, int Status, string Answer, string Answered);
}
