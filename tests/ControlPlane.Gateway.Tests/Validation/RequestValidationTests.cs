using System.Net;
using System.Text;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Domain.Resources;
using ControlPlane.Gateway.Testing;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Validation;

public sealed class RequestValidationTests
{
    private const string Pet = """{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}""";

    [Theory]
    [InlineData("/x/1?q=a", "h", null)]
    [InlineData("/x/1?q=a&optional=", "h", null)]
    [InlineData("/x/1?q=", "h", "q")]
    [InlineData("/x/1?q=+", "h", "q")]
    [InlineData("/x/1", "", "q, X-Head")]
    [InlineData("/x/1?Q=a", "h", "q")]
    public async Task Required_parameters_must_be_there_and_not_blank(string path, string header, string? missing)
    {
        await using var gateway = await GatewayHost.StartAsync(Api(ParameterMethod(), parameters: true, body: false));

        using var response = await gateway.SendAsync(HttpMethod.Post, path, new StringContent("no JSON"), ("X-Head", header));

        ((int)response.StatusCode).ShouldBe(missing is null ? 200 : 400);
        if (missing is not null)
        {
            (await response.Content.ReadAsStringAsync()).ShouldBe($$"""{"message": "Missing required request parameters: [{{missing}}]"}""");
            response.Headers.GetValues("x-amzn-ErrorType").ShouldHaveSingleItem().ShouldBe("BadRequestException");
        }
    }

    [Theory]
    [InlineData("application/json", """{"name":"x"}""", 200)]
    [InlineData("application/json", """{"name":1}""", 400)]
    [InlineData("application/json; charset=utf-8", "{}", 400)]
    [InlineData("APPLICATION/JSON", "{}", 400)]
    [InlineData("application/json", "{", 400)]
    [InlineData("application/json", "text", 400)]
    [InlineData("application/json", "", 400)]
    [InlineData("application/json", """{"name":"\ud800"}""", 200)]
    [InlineData("text/plain", "{}", 200)]
    [InlineData("application/xml", "<pet/>", 200)]
    [InlineData(null, "{}", 400)]
    public async Task A_body_is_held_to_the_model_of_its_content_type(string? type, string body, int status)
    {
        await using var gateway = await GatewayHost.StartAsync(Api(BodyMethod(("application/json", "Pet"), ("application/xml", "Xml"))));

        using var response = await PostAsync(gateway, type, body);

        ((int)response.StatusCode).ShouldBe(status);
        if (status == 400)
        {
            (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message": "Invalid request body"}""");
        }
    }

    [Fact]
    public async Task The_default_model_is_for_all_other_types()
    {
        await using var gateway = await GatewayHost.StartAsync(Api(BodyMethod(("$default", "Pet"), ("application/xml", "Xml"))));

        (await PostAsync(gateway, "text/plain", "{}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(gateway, "application/xml", "{}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_validator_demands_nothing_that_it_is_not_told_to()
    {
        var method = BodyMethod(("application/json", "Pet")) with { RequestParameters = new Dictionary<string, bool> { ["method.request.header.X"] = true } };
        await using var none = await GatewayHost.StartAsync(Api(method, parameters: false, body: false));
        await using var unknown = await GatewayHost.StartAsync(Api(method with { RequestValidatorId = "gone" }));
        await using var both = await GatewayHost.StartAsync(Api(method, parameters: true, body: true));

        (await PostAsync(none, "application/json", "{}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(unknown, "application/json", "{}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // Parameters come first.
        using var response = await PostAsync(both, "application/json", "{}");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message": "Missing required request parameters: [X]"}""");
    }

    [Fact]
    public async Task A_model_that_is_no_schema_is_a_configuration_error()
    {
        await using var gateway = await GatewayHost.StartAsync(Api(BodyMethod(("application/json", "Broken"))));

        (await PostAsync(gateway, "application/json", "{}")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task What_is_wrong_can_be_told_to_the_caller()
    {
        var api = Api(BodyMethod(("application/json", "Pet"))) with
        {
            GatewayResponses =
            [
                new GatewayResponse
                {
                    ResponseType = GatewayResponseType.BadRequestBody,
                    StatusCode = "422",
                    ResponseTemplates = new Dictionary<string, string>
                    {
                        ["application/json"] = """{"why":"$context.error.responseType","what":$context.error.messageString,"text":"$context.error.message","list":"$context.error.validationErrorString"}""",
                    },
                },
            ],
        };
        await using var gateway = await GatewayHost.StartAsync(api);

        using var response = await PostAsync(gateway, "application/json", "{}");

        ((int)response.StatusCode).ShouldBe(422);
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            """{"why":"BAD_REQUEST_BODY","what":"Invalid request body","text":"Invalid request body","list":"[object has missing required properties ([\"name\"])]"}""");
    }

    [Theory]
    [InlineData("""{"name":1}""", """Request body does not match model schema for content type application/json: [instance type (integer) does not match any allowed primitive type (allowed: ["string"])]""")]
    [InlineData("{", "Request body does not match model schema for content type application/json: [The body is not valid JSON.]")]
    public async Task A_test_validates_and_logs(string body, string line)
    {
        await using var gateway = await GatewayHost.StartAsync();
        var api = Api(BodyMethod(("application/json", "Pet")));

        var result = await gateway.Gateway.TestAsync(
            new MethodTest { Api = api, Verb = "POST", Body = body, Headers = [], StageVariables = new Dictionary<string, string>() }, CancellationToken.None);

        result.Status.ShouldBe(400);
        result.Body.ShouldBe("""{"message": "Invalid request body"}""");
        result.Log.ShouldContain($" : {line}\n");
        result.Log.ShouldContain("Method completed with status: 400");
        result.Log.ShouldNotContain("Successfully");
    }

    [Fact]
    public async Task A_large_body_is_validated_as_a_whole()
    {
        const string Many = """{"items":{"type":"integer"}}""";
        var api = Api(BodyMethod(("application/json", "Many")));
        await using var gateway = await GatewayHost.StartAsync(api with { Models = [.. api.Models, Model("Many", Many)] });
        var body = $"[{string.Join(',', Enumerable.Range(0, 400_000))}";

        (await PostAsync(gateway, "application/json", $"{body}]")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(gateway, "application/json", $"{body},null]")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static Task<HttpResponseMessage> PostAsync(GatewayHost gateway, string? type, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        return type is null ? gateway.SendAsync(HttpMethod.Post, "/x", content) : gateway.SendAsync(HttpMethod.Post, "/x", content, ("Content-Type", type));
    }

    /// <summary>A MOCK that takes bodies of any type.</summary>
    private static Integration AnyMock() =>
        Sample.Mock() with { RequestTemplates = new Dictionary<string, string?> { ["$default"] = """{"statusCode": 200}""" } };

    private static Method ParameterMethod() => Sample.Method("POST", AnyMock()) with
    {
        RequestValidatorId = "val001",
        RequestParameters = new Dictionary<string, bool>
        {
            ["method.request.path.id"] = true,
            ["method.request.querystring.q"] = true,
            ["method.request.querystring.optional"] = false,
            ["method.request.header.X-Head"] = true,
        },
        RequestModels = new Dictionary<string, string> { ["application/json"] = "Pet" },
    };

    private static Method BodyMethod(params (string Type, string Model)[] models) => Sample.Method("POST", AnyMock()) with
    {
        RequestValidatorId = "val001",
        RequestModels = models.ToDictionary(model => model.Type, model => model.Model),
    };

    private static DeployedApi Api(Method method, bool parameters = false, bool body = true) =>
        Sample.Api(Resource(method)) with
        {
            RequestValidators = [new RequestValidator { Id = "val001", ValidateRequestParameters = parameters, ValidateRequestBody = body }],
            Models = [Model("Pet", Pet), Model("Xml", "<schema/>") with { ContentType = "application/xml" }, Model("Broken", """{"$ref":"#/gone"}""")],
        };

    private static Resource Resource(Method method) => Sample.Resource(method.RequestParameters.ContainsKey("method.request.path.id") ? "/x/{id}" : "/x", method);

    private static Model Model(string name, string schema) => new() { Id = name, Name = name, ContentType = "application/json", Schema = schema };
}
