using System.Text;
using System.Text.Json;
using ControlPlane.Api.Description;
using ControlPlane.Api.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ControlPlane.Api.Tests.Description;

public class ApiDescriptionTests
{
    [Fact]
    public async Task Describes_exactly_what_is_mapped()
    {
        await using var app = await ControlApp.StartAsync();
        var mapped = app.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<Operation>())
            .OfType<Operation>();

        // An operation with a query of its own shares the endpoint of the one without.
        mapped.ShouldBe(ApiDescription.Operations.Where(operation => operation.FixedQuery is null), ignoreOrder: true);
        foreach (var shared in ApiDescription.Operations.Where(operation => operation.FixedQuery is not null))
        {
            mapped.ShouldContain(operation => operation.Verb == shared.Verb && operation.Pattern == shared.Pattern);
        }
    }

    [Fact]
    public void Names_are_unique_and_every_label_is_known()
    {
        ApiDescription.Operations.Select(operation => operation.Name).ShouldBeUnique();
        foreach (var operation in ApiDescription.Operations)
        {
            var members = operation.Labels().Select(PathParameters.Find)
                .Concat(operation.Query).Concat(operation.Headers).Concat(operation.Body)
                .Select(member => member.Name);
            members.ShouldBeUnique(operation.Name);
        }
    }

    [Fact]
    public void Structures_of_one_name_are_one()
    {
        var seen = new Dictionary<string, StructureShape>();
        foreach (var operation in ApiDescription.Operations)
        {
            foreach (var shape in operation.Body.Select(member => member.Shape).Append(operation.Output ?? Shape.Text))
            {
                Visit(shape);
            }
        }

        void Visit(Shape shape)
        {
            switch (shape)
            {
                case ListShape list:
                    Visit(list.Element);
                    break;
                case MapShape map:
                    Visit(map.Value);
                    break;
                case StructureShape structure:
                    if (seen.TryAdd(structure.Name, structure))
                    {
                        foreach (var member in structure.Members)
                        {
                            Visit(member.Shape);
                        }
                    }

                    ReferenceEquals(seen[structure.Name], structure).ShouldBeTrue(structure.Name);
                    break;
            }
        }
    }

    [Fact]
    public void The_service_model_refers_to_shapes_it_has()
    {
        using var output = new MemoryStream();
        ServiceModel.Write(output);
        using var model = JsonDocument.Parse(output.ToArray());
        var shapes = model.RootElement.GetProperty("shapes");

        var references = new List<string>();
        Collect(model.RootElement);

        references.Count.ShouldBeGreaterThan(200);
        references.Where(name => !shapes.TryGetProperty(name, out _)).ShouldBeEmpty();
        model.RootElement.GetProperty("metadata").GetProperty("signingName").GetString().ShouldBe("lambda");
        Encoding.UTF8.GetString(output.ToArray()).ShouldNotContain("{**");

        void Collect(JsonElement element)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                return;
            }

            foreach (var property in element.EnumerateObject())
            {
                if (property is { Name: "shape", Value.ValueKind: JsonValueKind.String })
                {
                    references.Add(property.Value.GetString()!);
                }

                Collect(property.Value);
            }
        }
    }

    [Fact]
    public void An_answer_that_is_not_as_described_is_found()
    {
        var get = ApiDescription.Operations.Single(operation => operation.Name == "GetBasePathMapping");

        DescribedAnswers.Differences(get, 200, """{"basePath":"v1","restApiId":"a"}"""u8.ToArray()).ShouldBeEmpty();
        DescribedAnswers.Differences(get, 201, """{"basePath":"v1"}"""u8.ToArray()).ShouldHaveSingleItem();
        DescribedAnswers.Differences(get, 200, """{"basePath":1,"other":"a"}"""u8.ToArray()).Count.ShouldBe(2);
        DescribedAnswers.Differences(get, 200, []).ShouldHaveSingleItem();
    }
}
