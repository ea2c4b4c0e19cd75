using ControlPlane.Api.Description;
using ControlPlane.Api.Tests.Hosting;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace ControlPlane.Api.Tests.Description;

public sealed class OpenApiDescriptionTests : ApiTest
{
    [Fact]
    public async Task The_description_is_a_valid_document()
    {
        var read = await ReadAsync();

        read.Diagnostic!.Errors.Select(error => error.ToString()).ShouldBeEmpty();
        read.Diagnostic.Warnings.Select(warning => warning.ToString()).ShouldBeEmpty();
        read.Diagnostic.SpecificationVersion.ShouldBe(OpenApiSpecVersion.OpenApi3_0);
    }

    [Fact]
    public async Task No_operation_is_missing_and_none_is_made_up()
    {
        var document = (await ReadAsync()).Document!;

        var described = document.Paths
            .SelectMany(path => path.Value.Operations!.Values)
            .SelectMany(operation => ((JsonNodeExtension)operation.Extensions![OpenApiDescription.OperationsExtension]).Node.AsArray())
            .Select(name => name!.GetValue<string>());
        described.ShouldBe(ApiDescription.Operations.Select(operation => operation.Name), ignoreOrder: true);
    }

    [Fact]
    public async Task Every_operation_has_its_parameters_and_examples()
    {
        var document = (await ReadAsync()).Document!;

        foreach (var (path, item) in document.Paths)
        {
            foreach (var operation in item.Operations!.Values)
            {
                var labels = path.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment.Trim('{', '}'));
                var parameters = operation.Parameters ?? [];
                parameters.Where(parameter => parameter.In == ParameterLocation.Path).Select(parameter => parameter.Name).ShouldBe(labels, path);
                parameters.ShouldAllBe(parameter => parameter.Example != null && parameter.Schema != null, operation.OperationId);
                var contents = operation.Responses!.Values.Append<IOpenApiResponse?>(null).SelectMany(response => response?.Content?.Values ?? [])
                    .Concat(operation.RequestBody?.Content?.Values ?? []);
                contents.ShouldAllBe(content => content.Example != null && content.Schema != null, operation.OperationId);
                operation.Responses.ShouldContainKey("default");
            }
        }
    }

    [Fact]
    public async Task Imports_share_the_entry_of_what_they_are_told_apart_from_by_query()
    {
        var create = (await ReadAsync()).Document!.Paths["/restapis"].Operations![HttpMethod.Post];

        create.OperationId.ShouldBe("CreateRestApi");
        create.RequestBody!.Content!.Keys.ShouldBe(["application/json", "application/octet-stream"], ignoreOrder: true);
        create.Parameters!.Single(parameter => parameter.Name == "mode").Schema!.Enum!.Select(value => value.GetValue<string>()).ShouldBe(["import"]);
    }

    [Fact]
    public async Task Callers_learn_who_they_are()
    {
        var caller = (await App.GetAsync("/caller")).ShouldSucceed().Json;

        caller["arn"]!.GetValue<string>().ShouldStartWith("arn:aws:iam::");
        caller["canWrite"]!.GetValue<bool>().ShouldBeTrue();
    }

    private async Task<ReadResult> ReadAsync()
    {
        var answer = (await App.GetAsync("/openapi.json")).ShouldSucceed();
        return OpenApiDocument.Parse(answer.Json.ToJsonString(), "json");
    }
}
