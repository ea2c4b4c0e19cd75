using System.Text;
using ControlPlane.Api.OpenApi.Import;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Api.Tests.OpenApi;

/// <summary>What is wrong with a document is said, with its place.</summary>
public class BadDocumentTests
{
    [Theory]
    [InlineData("{}", "Invalid OpenAPI input. The document has neither 'openapi' nor 'swagger'.")]
    [InlineData("nonsense", "Invalid OpenAPI input. The document is not an object.")]
    [InlineData("""{"openapi":"3.1.0","info":{"title":"t"}}""", "Invalid OpenAPI input. The version 3.1.0 is not supported. Supported are openapi 3.0.x and swagger 2.0 (at #/openapi)")]
    [InlineData("""{"swagger":"1.2"}""", "Invalid OpenAPI input. The version 1.2 is not supported. Supported are openapi 3.0.x and swagger 2.0 (at #/swagger)")]
    public void What_is_no_OpenAPI(string document, string message) => Refusal(document).ShouldBe(message);

    [Theory]
    [InlineData("""{"openapi":"3.0.1"}""", "Parse issue: attribute info is missing (at #)")]
    [InlineData("""{"openapi":"3.0.1","info":{}}""", "Parse issue: attribute info.title is missing (at #/info)")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"paths":[]}""", "'paths' must be an object (at #/paths)")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"paths":{"pets":{}}}""", "Invalid path 'pets': a path begins with a slash (at #/paths/pets)")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/a":{},"/a/":{}}}""", "The path '/a' is there twice (at #/paths/~1a~1)")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/p ets":{}}}""", "Unable to create resource at path '/p ets': Resource's path part only allow")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/{a}":{},"/{b}":{}}}""", "Unable to create resource at path '/{b}': A sibling ({a}) of this resource already has a variable path part -- only one is allowed (at #/paths/~1{b})")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/{a+}/b":{}}}""", "Unable to create resource at path '/{a+}/b': Cannot create a child of a resource with a greedy path variable: {a+} (at #/paths/~1{a+}~1b)")]
    [InlineData("""{"swagger":"2.0","info":{"title":"t"},"definitions":{"My.Pet":{}}}""", "Unable to create model for 'My.Pet': Model name must be alphanumeric: My.Pet (at #/definitions/My.Pet)")]
    [InlineData("""{"swagger":"2.0","info":{"title":"t"},"definitions":{"Pet":{"properties":{"x":{"$ref":"#/definitions/Nope"}}}}}""", "Unable to resolve reference '#/definitions/Nope' (at #/definitions/Pet/properties/x/$ref)")]
    [InlineData("""{"swagger":"2.0","info":{"title":"t"},"definitions":{"Pet":{"items":[{"$ref":"other.json#/x"}]}}}""", "Unable to resolve reference 'other.json#/x' (at #/definitions/Pet/items/0/$ref)")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"x-amazon-apigateway-gateway-responses":{"OOPS":{}}}""", "Invalid gateway response type specified: OOPS (at #/x-amazon-apigateway-gateway-responses/OOPS)")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"x-amazon-apigateway-gateway-responses":{"THROTTLED":{"statusCode":"x"}}}""", "Invalid status code specified for gateway response THROTTLED: x (at #/x-amazon-apigateway-gateway-responses/THROTTLED/statusCode)")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"x-amazon-apigateway-api-key-source":"COOKIE"}""", "Invalid API key source specified: COOKIE (at #/x-amazon-apigateway-api-key-source)")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"x-amazon-apigateway-minimum-compression-size":"many"}""", "'x-amazon-apigateway-minimum-compression-size' must be an integer (at #/x-amazon-apigateway-minimum-compression-size)")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"x-amazon-apigateway-request-validators":{"v":{"validateRequestBody":"maybe"}}}""", "'validateRequestBody' must be a boolean (at #/x-amazon-apigateway-request-validators/v/validateRequestBody)")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"x-amazon-apigateway-documentation":{"documentationParts":[{"location":{"type":"MODEL"},"properties":{}}]}}""", "Unable to create documentation part: Invalid documentation part location: name is required for type MODEL (at #/x-amazon-apigateway-documentation/documentationParts/0)")]
    [InlineData("""{"openapi":"3.0.1","info":{"title":"t"},"components":{"securitySchemes":{"s":{"type":"apiKey","x-amazon-apigateway-authorizer":{"type":"jwt"}}}}}""", "Unable to create authorizer 's': its type must be token, request or cognito_user_pools (at #/components/securitySchemes/s/x-amazon-apigateway-authorizer)")]
    public void Errors_of_the_document(string document, string message) => Refusal(document).ShouldStartWith("Errors found during import:\n\t" + message);

    [Theory]
    [InlineData(""" "parameters":[{"name":"f[x]","in":"query"}] """, "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: method.request.querystring.f[x]] (at #/paths/~1p/get/parameters/0)")]
    [InlineData(""" "parameters":[{"name":"a","in":"query"},{"name":"a","in":"header"}] """, "Parameter names must be unique across querystring, header and path (at #/paths/~1p/get/parameters/1)")]
    [InlineData(""" "parameters":[{"name":"a","in":"space"}] """, "Invalid location 'space' of parameter 'a' (at #/paths/~1p/get/parameters/0)")]
    [InlineData(""" "parameters":[{"$ref":"#/components/parameters/Nope"}] """, "Unable to resolve reference '#/components/parameters/Nope' (at #/paths/~1p/get/parameters/0/$ref)")]
    [InlineData(""" "parameters":[{"$ref":"#/components/parameters/Loop"}] """, "Unable to resolve reference '#/components/parameters/Loop' (at #/components/parameters/Loop/$ref)")]
    [InlineData(""" "security":[{"nope":[]}] """, "Security scheme 'nope' is not defined (at #/paths/~1p/get/security/0/nope)")]
    [InlineData(""" "security":[{"one":[],"two":[]}] """, "A method can have one authorizer, not one and two together (at #/paths/~1p/get/security/0)")]
    [InlineData(""" "x-amazon-apigateway-request-validator":"nope" """, "Request validator 'nope' is not defined in x-amazon-apigateway-request-validators (at #/paths/~1p/get)")]
    [InlineData(""" "x-amazon-apigateway-auth":{"type":"magic"} """, "Invalid authorization type specified: magic. Valid options are AWS_IAM, NONE (at #/paths/~1p/get/x-amazon-apigateway-auth)")]
    [InlineData(""" "requestBody":{"content":{"nothing":{"schema":{"type":"object"}}}} """, "Validation Result: warnings : [], errors : [Invalid content type specified: nothing] (at #/paths/~1p/get/requestBody/content/nothing)")]
    [InlineData(""" "x-amazon-apigateway-integration":{} """, "Unable to put integration on 'GET' for resource at path '/p': 'type' is missing (at #/paths/~1p/get/x-amazon-apigateway-integration)")]
    [InlineData(""" "x-amazon-apigateway-integration":{"type":"ftp"} """, "Invalid value 'ftp' specified for 'type'. Valid options are HTTP, AWS, MOCK, HTTP_PROXY, AWS_PROXY (at #/paths/~1p/get/x-amazon-apigateway-integration/type)")]
    [InlineData(""" "x-amazon-apigateway-integration":{"type":"http","httpMethod":"GET","uri":"ftp://x"} """, "Unable to put integration on 'GET' for resource at path '/p': Invalid HTTP endpoint specified for URI (at #/paths/~1p/get/x-amazon-apigateway-integration)")]
    [InlineData(""" "x-amazon-apigateway-integration":{"type":"aws_proxy","uri":"arn"} """, "Unable to put integration on 'GET' for resource at path '/p': Enumeration value for HttpMethod must be non-empty (at #/paths/~1p/get/x-amazon-apigateway-integration)")]
    [InlineData(""" "x-amazon-apigateway-integration":{"type":"mock","timeoutInMillis":"soon"} """, "'timeoutInMillis' must be an integer (at #/paths/~1p/get/x-amazon-apigateway-integration/timeoutInMillis)")]
    [InlineData(""" "x-amazon-apigateway-integration":{"type":"mock","responses":{"default":{}}} """, "Unable to put integration response 'default' on 'GET' for resource at path '/p': 'statusCode' is missing (at #/paths/~1p/get/x-amazon-apigateway-integration/responses/default)")]
    [InlineData(""" "x-amazon-apigateway-integration":{"type":"mock","responses":{"default":{"statusCode":200}}} """, "Unable to put integration response on '200' of 'GET' for resource at path '/p': Invalid Response status code specified (at #/paths/~1p/get/x-amazon-apigateway-integration/responses/default)")]
    [InlineData(""" "x-amazon-apigateway-integration":{"type":"mock","requestParameters":{"integration.request.header.A":"method.request.header.B"}} """, "Unable to put integration on 'GET' for resource at path '/p': Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.header.B] (at #/paths/~1p/get/x-amazon-apigateway-integration)")]
    public void Errors_of_an_operation(string members, string message) => Refusal(Operation(members)).ShouldStartWith("Errors found during import:\n\t" + message);

    [Fact]
    public void All_problems_are_listed_and_bounded()
    {
        var paths = string.Join(',', Enumerable.Range(0, 60).Select(i => $$$"""
            "/p{{{i}}}":{"get":{"responses":{"default":{}},"security":[{"none{{{i}}}":[]}]}}
            """));
        var message = Refusal("""{"openapi":"3.0.1","info":{"title":"t"},"paths":{""" + paths + "}}");

        message.ShouldStartWith("Errors found during import:\n\tSecurity scheme 'none0' is not defined (at #/paths/~1p0/get/security/0/none0)\n\tSecurity scheme 'none1'");
        message.ShouldContain("\n\tand 10 more\nAdditionally, these warnings were found:\n\tIgnoring response 'default' of 'GET' for resource at path '/p0': a response needs a status code (at #/paths/~1p0/get/responses/default)");
    }

    [Theory]
    [InlineData(""" "parameters":[{"name":"c","in":"cookie"}] """, "Parameters in cookie are not supported; 'c' is ignored (at #/paths/~1p/get/parameters/0)")]
    [InlineData(""" "responses":{"2XX":{}} """, "Ignoring response '2XX' of 'GET' for resource at path '/p': a response needs a status code (at #/paths/~1p/get/responses/2XX)")]
    [InlineData(""" "security":[{"basic":[]}] """, "Security scheme 'basic' has no equivalent and is ignored (at #/paths/~1p/get/security/0/basic)")]
    [InlineData(""" "security":[{"one":[]},{"two":[]}] """, "A method can have one authorizer; 'two' is ignored (at #/paths/~1p/get/security/1/two)")]
    [InlineData(""" "responses":{"200":{}},"x-amazon-apigateway-integration":{"type":"mock","responses":{"a":{"statusCode":200},"b":{"statusCode":200}}} """, "A status can have one integration response; 'a' gives way to 'b' (at #/paths/~1p/get/x-amazon-apigateway-integration/responses/b)")]
    public void Warnings_of_an_operation(string members, string message)
    {
        var problems = new ImportProblems();
        DefinitionReader.Read(Encoding.UTF8.GetBytes(Operation(members)), "abcdefghij", new ImportOptions(), problems);

        problems.Warnings.ShouldBe([message]);
        Should.Throw<ApiException>(() => problems.ThrowIfAny(failOnWarnings: true)).Message.ShouldBe("Warnings found during import:\n\t" + message);
    }

    [Fact]
    public void References_that_stand_for_too_much_are_refused()
    {
        var headers = string.Join(',', Enumerable.Range(0, 2000).Select(i => $$"""
            "h{{i}}":{}
            """));
        var paths = string.Join(',', Enumerable.Range(0, 200).Select(i => $$"""
            "/p{{i}}":{"get":{"responses":{"200":{"$ref":"#/responses/Big"} } } }
            """));
        Refusal("""{"swagger":"2.0","info":{"title":"t"},"paths":{""" + paths + """},"responses":{"Big":{"headers":{""" + headers + "}}}}")
            .ShouldBe("Invalid OpenAPI input. The document's operations have more than 200000 parameters, headers and bodies.");
    }

    private static string Operation(string members) => """{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/p":{"get":{""" + members + """
        }}},"components":{"parameters":{"Loop":{"$ref":"#/components/parameters/Loop"}},"securitySchemes":{
          "basic":{"type":"http","scheme":"basic"},
          "one":{"type":"apiKey","name":"A","in":"header","x-amazon-apigateway-authorizer":{"type":"token","authorizerUri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations"}},
          "two":{"type":"apiKey","name":"B","in":"header","x-amazon-apigateway-authtype":"awsSigv4"}}}}
        """;

    private static string Refusal(string document) => Should.Throw<ApiException>(() =>
    {
        var problems = new ImportProblems();
        var definition = DefinitionReader.Read(Encoding.UTF8.GetBytes(document), "abcdefghij", new ImportOptions(), problems);
        if (definition.Name.Length > 0)
        {
            new DraftBuilder(RoundTripTests.Blank, definition, replaces: true, Domain.IdSource.Random, problems, 300).Build();
        }

        problems.ThrowIfAny(failOnWarnings: false);
    }).Message;
}
