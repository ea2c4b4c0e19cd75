using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using ControlPlane.Api.OpenApi.Documents;
using ControlPlane.Api.OpenApi.Export;
using ControlPlane.Api.OpenApi.Import;
using ControlPlane.Domain;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Tests.OpenApi;

/// <summary>What is imported, exported and imported again is the same: the nouns, whatever the format and the version.</summary>
public class RoundTripTests
{
    /// <summary>An API with nothing but its root.</summary>
    internal static ApiDraft Blank { get; } = new(
        new RestApi { Id = "abcdefghij", Name = "", CreatedDate = DateTimeOffset.UnixEpoch, RootResourceId = "rootrootro" },
        ResourceTree.Create("rootrootro"),
        Maps.Empty<IReadOnlyDictionary<string, Method>>(),
        ApiParts.None,
        []);

    public static TheoryData<string, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, bool>();
            foreach (var name in new[] { nameof(SampleDocuments.PetsYaml), nameof(SampleDocuments.OrdersJson), nameof(SampleDocuments.Generated) })
            {
                foreach (var isSwagger in new[] { false, true })
                {
                    cases.Add(name, isSwagger, true);
                    cases.Add(name, isSwagger, false);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Import_of_an_export_gives_the_same_nouns(string name, bool isSwagger, bool isYaml)
    {
        var first = Import(Document(name));
        var exported = Export(first, isSwagger);
        var second = Import(Encoding.UTF8.GetString(isYaml ? DocumentWriter.ToYaml(exported) : DocumentWriter.ToJson(exported)));

        var (expected, actual) = (Dump(Without(first, isSwagger)), Dump(second));
        expected.Except(actual).ShouldBeEmpty();
        actual.Except(expected).ShouldBeEmpty();
        actual.Count.ShouldBe(expected.Count);
        expected.Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Both_formats_of_an_export_say_the_same()
    {
        var exported = Export(Import(SampleDocuments.OrdersJson), isSwagger: false);

        var yaml = DocumentReader.Read(DocumentWriter.ToYaml(exported)).Value;
        JsonNode.DeepEquals(JsonNode.Parse(yaml.GetRawText()), exported).ShouldBeTrue();
        JsonNode.DeepEquals(JsonNode.Parse(DocumentWriter.ToJson(exported)), exported).ShouldBeTrue();
    }

    private static string Document(string name) => name switch
    {
        nameof(SampleDocuments.PetsYaml) => SampleDocuments.PetsYaml,
        nameof(SampleDocuments.OrdersJson) => SampleDocuments.OrdersJson,
        _ => SampleDocuments.Generated(300),
    };

    private static ApiDraft Import(string document)
    {
        var problems = new ImportProblems();
        var options = new ImportOptions();
        var definition = DefinitionReader.Read(Encoding.UTF8.GetBytes(document), "abcdefghij", options, problems);
        problems.ThrowIfAny(failOnWarnings: false);
        var draft = new DraftBuilder(Blank, definition, replaces: true, IdSource.Seeded("ids"), problems, 300).Build();
        problems.ThrowIfAny(failOnWarnings: false);
        return draft;
    }

    private static JsonObject Export(ApiDraft draft, bool isSwagger)
    {
        var resources = draft.Tree.Nodes.Keys.Append(draft.Tree.RootId)
            .Select(id => draft.Tree.Describe(id, draft.Methods.GetValueOrDefault(id)))
            .OrderBy(resource => resource.Path, StringComparer.Ordinal)
            .ToList();
        return DocumentExport.Write(DeploymentOf(draft, resources), new ExportOptions
        {
            IsSwagger = isSwagger,
            Host = "abcdefghij.execute-api.us-east-1.amazonaws.com",
            StageName = "prod",
            DefaultVersion = "none",
            WithIntegrations = true,
            Documentation = (new DocumentationVersion { Version = "1", CreatedDate = DateTimeOffset.UnixEpoch }, draft.Documentation),
        });
    }

    private static DeployedApi DeploymentOf(ApiDraft draft, List<Resource> resources) => new()
    {
        RestApiId = draft.Api.Id,
        Name = draft.Api.Name,
        Description = draft.Api.Description,
        Version = draft.Api.Version,
        BinaryMediaTypes = draft.Api.BinaryMediaTypes,
        MinimumCompressionSize = draft.Api.MinimumCompressionSize,
        ApiKeySource = draft.Api.ApiKeySource,
        Policy = draft.Api.Policy,
        DisableExecuteApiEndpoint = draft.Api.DisableExecuteApiEndpoint,
        Resources = resources,
        Models = draft.Parts.Models,
        RequestValidators = draft.Parts.RequestValidators,
        GatewayResponses = draft.Parts.GatewayResponses,
        Authorizers = draft.Parts.Authorizers,
    };

    // What a deployment or Swagger 2.0 has no word for.
    private static ApiDraft Without(ApiDraft draft, bool isSwagger)
    {
        draft = draft with { Api = draft.Api with { Tags = Maps.Empty<string>() } };
        return !isSwagger ? draft : draft with
        {
            Methods = draft.Methods.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, Method>)pair.Value.ToDictionary(each => each.Key, each => each.Value with
            {
                MethodResponses = each.Value.MethodResponses.ToDictionary(
                    response => response.Key,
                    response => response.Value with { ResponseParameters = response.Value.ResponseParameters.ToDictionary(header => header.Key, _ => false) }),
            })),
        };
    }

    // Ids are new each time: each is written as what it belongs to.
    private static List<string> Dump(ApiDraft draft)
    {
        var names = new Dictionary<string, string>();
        foreach (var id in draft.Tree.Nodes.Keys)
        {
            names[id] = draft.Tree.PathOf(id);
        }

        foreach (var (id, name) in draft.Parts.Models.Select(each => (each.Id, "model " + each.Name))
            .Concat(draft.Parts.RequestValidators.Select(each => (each.Id, "validator " + each.Name)))
            .Concat(draft.Parts.Authorizers.Select(each => (each.Id, "authorizer " + each.Name)))
            .Concat(draft.Documentation.Select(each => (each.Id, "part " + each.Location))))
        {
            names[id] = name;
        }

        return [.. Lines("", draft)];

        IEnumerable<string> Lines(string path, object? value) => value switch
        {
            null => [],
            string text => [$"{path} = {names.GetValueOrDefault(text, text)}"],
            DateTimeOffset or Enum or bool or int => [$"{path} = {value}"],
            IEnumerable map when IsMap(map.GetType()) => map.Cast<object>().SelectMany(entry => Lines($"{path}[{Key(Get(entry, "Key"))}]", Get(entry, "Value")).Prepend($"{path}[{Key(Get(entry, "Key"))}]")),
            IEnumerable list => list.Cast<object>().SelectMany((element, i) => Lines(element is string ? $"{path}[{i}]" : $"{path}[]", element)),
            _ => value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(member => member.GetIndexParameters().Length == 0 && member.Name != "Count")
                .SelectMany(member => Lines($"{path}.{member.Name}{(value is ApiDraft or ApiParts ? "" : NameOf(value))}", member.GetValue(value))),
        };

        string Key(object? key) => names.GetValueOrDefault((string)key!, (string)key!);

        string NameOf(object value) => value.GetType().GetProperty("Id")?.GetValue(value) is string id ? $"({names.GetValueOrDefault(id, id)})" : "";

        static object? Get(object entry, string name) => entry.GetType().GetProperty(name)!.GetValue(entry);

        static bool IsMap(Type type) => type.GetInterfaces().Append(type).Any(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));
    }
}
