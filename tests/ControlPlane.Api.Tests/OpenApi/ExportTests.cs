using System.Text.Json.Nodes;
using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.OpenApi;

public class ExportTests : ApiTest
{
    [Fact]
    public async Task An_export_has_API_Gateways_shape()
    {
        var (path, id) = await DeployAsync("""{"openapi":"3.0.1","info":{"title":"t","version":"7"},"paths":{"/a":{"get":{"responses":{"200":{}},"x-amazon-apigateway-integration":{"type":"mock"}}}}}""");

        var oas30 = await App.GetAsync($"{path}/stages/prod/exports/oas30?extensions=integrations");
        (oas30.Status, oas30.Header("Content-Type"), oas30.Header("Content-Disposition")).ShouldBe((200, "application/octet-stream", "attachment; filename=\"oas30_7.json\""));
        oas30.ShouldBe(200, """
            {"openapi":"3.0.1","info":{"title":"t","version":"7"},
             "servers":[{"url":"https://IDENTIFIER.execute-api.us-east-1.amazonaws.com/{basePath}","variables":{"basePath":{"default":"prod"}}}],
             "paths":{"/a":{"get":{"responses":{"200":{"description":"200 response","content":{}}},"x-amazon-apigateway-integration":{"type":"mock","passthroughBehavior":"when_no_match"}}}},
             "x-amazon-apigateway-importexport-version":"1.0"}
            """.Replace("IDENTIFIER", id, StringComparison.Ordinal));
        (await App.GetAsync($"{path}/stages/prod/exports/swagger")).ShouldBe(200, """
            {"swagger":"2.0","info":{"title":"t","version":"7"},"host":"IDENTIFIER.execute-api.us-east-1.amazonaws.com","basePath":"/prod","schemes":["https"],
             "paths":{"/a":{"get":{"responses":{"200":{"description":"200 response"}}}}}}
            """.Replace("IDENTIFIER", id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task YAML_is_what_Accept_asks_for()
    {
        var (path, _) = await DeployAsync("""{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/a/{b}":{"get":{"parameters":[{"name":"b","in":"path","required":true}],"x-amazon-apigateway-integration":{"type":"mock"}}}}}""");

        var yaml = await App.SendAsync("GET", $"{path}/stages/prod/exports/swagger", null, ("Accept", "application/yaml"));
        yaml.Header("Content-Disposition").ShouldBe("attachment; filename=\"swagger_2026-03-01T12:00:00Z.yaml\"");
        yaml.Body.ShouldContain("""
            paths:
              "/a/{b}":
                get:
                  parameters:
                  - name: "b"
                    in: "path"
                    required: true
                    type: "string"
                  responses: {}
            """);
    }

    [Fact]
    public async Task The_document_is_that_of_the_stages_deployment()
    {
        var (path, _) = await DeployAsync(SampleDocuments.OrdersJson);
        var before = (await App.GetAsync($"{path}/stages/prod/exports/oas30?extensions=apigateway")).Body;
        (await App.PutAsync($"{path}?mode=overwrite", SampleDocuments.PetsYaml)).ShouldSucceed();

        (await App.GetAsync($"{path}/stages/prod/exports/oas30?extensions=apigateway")).Body.ShouldBe(before);
    }

    [Fact]
    public async Task Extensions_are_there_when_asked_for()
    {
        var (path, _) = await DeployAsync(SampleDocuments.PetsYaml);
        (await App.PostAsync($"{path}/documentation/versions", """{"documentationVersion":"docs","stageName":"prod"}""")).ShouldSucceed();

        var plain = (await App.GetAsync($"{path}/stages/prod/exports/oas30")).Json;
        plain.ToJsonString().ShouldNotContain("x-amazon-apigateway-integration");
        plain.ToJsonString().ShouldNotContain("x-amazon-apigateway-auth");
        plain["components"]!["schemas"]!["Pets"]!["items"]!["$ref"]!.ToString().ShouldBe("#/components/schemas/Pet");

        var authorizers = (await App.GetAsync($"{path}/stages/prod/exports/swagger?extensions=authorizers")).Json;
        authorizers.ToJsonString().ShouldNotContain("x-amazon-apigateway-integration");
        authorizers["securityDefinitions"]!["check"]!["x-amazon-apigateway-authorizer"]!["authorizerResultTtlInSeconds"]!.ToString().ShouldBe("60");

        var all = (await App.GetAsync($"{path}/stages/prod/exports/oas30?extensions=integrations,authorizers,documentation")).Json;
        all["x-amazon-apigateway-gateway-responses"]!["DEFAULT_4XX"]!["statusCode"]!.ToString().ShouldBe("418");
        all["x-amazon-apigateway-documentation"]!["version"]!.ToString().ShouldBe("docs");
        all["x-amazon-apigateway-documentation"]!["documentationParts"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_cannot_be_exported_is_refused()
    {
        var (path, _) = await DeployAsync(SampleDocuments.OrdersJson);
        (await App.GetAsync($"{path}/stages/prod/exports/raml")).ShouldBeBadRequest("Invalid export type specified: raml. Valid options are oas30, swagger");
        (await App.GetAsync($"{path}/stages/nope/exports/oas30")).ShouldBeNotFound("Invalid Stage identifier specified");
    }

    /// <summary>An imported API on a stage; methods without an integration get a mock, since nothing else can be deployed.</summary>
    private async Task<(string Path, string Id)> DeployAsync(string document)
    {
        var id = (await App.PostAsync("/restapis?mode=import", document)).ShouldSucceed()["id"];
        var path = $"/restapis/{id}";
        foreach (var resource in (await App.GetAsync($"{path}/resources?embed=methods&limit=500")).Json["item"]!.AsArray())
        {
            foreach (var (verb, method) in resource!["resourceMethods"]?.AsObject() ?? new JsonObject())
            {
                if (method!["methodIntegration"] is null)
                {
                    (await App.PutAsync($"{path}/resources/{resource["id"]}/methods/{verb}/integration", """{"type":"MOCK"}""")).ShouldSucceed();
                }
            }
        }

        await DeployAsync(path, """{"stageName":"prod"}""");
        return (path, id);
    }
}
