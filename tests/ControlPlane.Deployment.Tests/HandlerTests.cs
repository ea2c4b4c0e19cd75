using System.Text.RegularExpressions;
using System.Xml.Linq;
using ControlPlane.Deployment.Templates;

namespace ControlPlane.Deployment;

/// <summary>What the template says of the code is true of the code.</summary>
public sealed class HandlerTests
{
    public static TheoryData<string> Functions => [.. Template.Ours.Functions.Keys];

    [Fact]
    public void Stack_has_the_three_functions() =>
        Template.Ours.Functions.Keys.ShouldBe(["ApiFunction", "RouterFunction", "RolloutFunction"], ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Functions))]
    public void Code_folder_holds_the_project_that_the_handler_names(string id)
    {
        var function = Template.Ours.Functions[id];

        var project = Directory.GetFiles(Repository.At(function.CodeUri), "*.csproj").ShouldHaveSingleItem();
        AssemblyName(project).ShouldBe(function.Handler.Split("::")[0]);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Handler_is_code(string id)
    {
        var function = Template.Ours.Functions[id];
        var project = XDocument.Load(Directory.GetFiles(Repository.At(function.CodeUri), "*.csproj").Single());
        if (function.Handler.Split("::") is not [_, var type, var method])
        {
            // The managed runtime starts an assembly: it must be a program.
            Property(project, "OutputType").ShouldBe("Exe");
            File.Exists(Path.Combine(Repository.At(function.CodeUri), "Program.cs")).ShouldBeTrue();
            return;
        }

        // The managed runtime loads a library by its runtimeconfig.json, and the type that the annotations generate: Class_Method_Generated.
        Property(project, "OutputType").ShouldBe("Library");
        Property(project, "GenerateRuntimeConfigurationFiles").ShouldBe("true");
        var parts = Regex.Match(type, @"^(?<namespace>[\w.]+)\.(?<class>\w+)_(?<method>\w+)_Generated$");
        parts.Success.ShouldBeTrue($"{type} is no type that the annotations generate");
        parts.Groups["method"].Value.ShouldBe(method);
        var source = Repository.Sources(function.CodeUri)
            .Select(File.ReadAllText)
            .Where(text => Regex.IsMatch(text, $@"\bclass {parts.Groups["class"].Value}\b"))
            .ShouldHaveSingleItem();
        source.ShouldContain($"namespace {parts.Groups["namespace"].Value};");
        Regex.IsMatch(source, $@"\[LambdaFunction\b[^\]]*\]\s+public [\w<>\s]+ {method}\(").ShouldBeTrue($"{method} is no [LambdaFunction]");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Package_holds_the_settings_so_that_a_changed_parameter_is_a_changed_package(string id)
    {
        var project = XDocument.Load(Directory.GetFiles(Repository.At(Template.Ours.Functions[id].CodeUri), "*.csproj").Single());

        var item = project.Descendants().Where(static element => (string?)element.Attribute("Include") == "../../samconfig.toml").ShouldHaveSingleItem();
        ((string?)item.Attribute("CopyToPublishDirectory")).ShouldBe("PreserveNewest");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_runs_published_versions_from_snapshots(string id)
    {
        var function = Template.Ours.Functions[id];

        function.Property("Runtime")!.ToString().ShouldBe("dotnet10");
        function.Property("AutoPublishAlias")!.ToString().ShouldBe("live");
        function.Property("AutoPublishCodeSha256")!.ToString().ShouldBe("ReleaseId");
        ((YamlDotNet.RepresentationModel.YamlMappingNode)function.Property("SnapStart")!).Text("ApplyOn").ShouldBe("PublishedVersions");
    }

    private static string AssemblyName(string project) =>
        Property(XDocument.Load(project), "AssemblyName") ?? Path.GetFileNameWithoutExtension(project);

    private static string? Property(XDocument project, string name) => project.Descendants(name).LastOrDefault()?.Value;
}
