using System.Text.Json.Nodes;
using ControlPlane.Deployment.Templates;
using ControlPlane.Deployment.Tools;

namespace ControlPlane.Deployment;

/// <summary>What AWS's own tools make of the template.</summary>
public sealed class TranslationTests
{
    private static readonly string _template = Repository.At("template.yaml");

    [FactWhereInstalled("cfnlint", "cfn-lint")]
    public async Task Linter_finds_nothing()
    {
        var (exitCode, output, error) = await Python.RunAsync(["-c", "from cfnlint.runner import main; main()", "--include-checks", "I", "--", _template], "");

        (output + error).ShouldBe("");
        exitCode.ShouldBe(0);
    }

    [FactWhereInstalled("samtranslator", "aws-sam-translator")]
    public async Task Every_combination_of_switches_translates()
    {
        var sets = new List<Dictionary<string, string>> { new() { ["InvokableFunctions"] = "shop-*" } };
        foreach (var (name, values) in Template.Ours.Parameters
            .Select(static parameter => (parameter.Key, parameter.Value.AllowedValues))
            .Where(static parameter => parameter.AllowedValues.Count == 2))
        {
            sets = [.. sets.SelectMany(set => values.Select(value => new Dictionary<string, string>(set) { [name] = value }))];
        }

        sets.Count.ShouldBeGreaterThanOrEqualTo(32);
        (await TranslateAsync(sets)).Count.ShouldBe(sets.Count);
    }

    [FactWhereInstalled("samtranslator", "aws-sam-translator")]
    public async Task Fresh_release_id_publishes_every_function_again_and_an_empty_one_leaves_that_to_the_packages()
    {
        var translated = await TranslateAsync(
        [
            new() { ["ReleaseId"] = "", ["LogLevel"] = "INFO" },
            new() { ["ReleaseId"] = "", ["LogLevel"] = "DEBUG" },
            new() { ["ReleaseId"] = "1760000000", ["LogLevel"] = "DEBUG" },
            new() { ["ReleaseId"] = "1760000001", ["LogLevel"] = "DEBUG" },
        ]);
        var versions = translated.Select(static resources => Ids(resources, "AWS::Lambda::Version")).ToList();

        versions.ShouldAllBe(static ids => ids.Count == 3);
        versions[1].ShouldBe(versions[0]);
        versions[2].Intersect(versions[1]).ShouldBeEmpty();
        versions[3].Intersect(versions[2]).ShouldBeEmpty();
    }

    [FactWhereInstalled("samtranslator", "aws-sam-translator")]
    public async Task Addresses_and_schedule_lead_to_the_alias_and_superseded_versions_go()
    {
        var resources = (await TranslateAsync([[]])).Single();

        Ids(resources, "AWS::Lambda::Alias").ShouldBe(["ApiFunctionAliaslive", "RouterFunctionAliaslive", "RolloutFunctionAliaslive"], ignoreOrder: true);
        resources["ApiFunctionUrl"]!["Properties"]!["TargetFunctionArn"]!["Ref"]!.GetValue<string>().ShouldBe("ApiFunctionAliaslive");
        resources["RouterFunctionUrl"]!["Properties"]!["TargetFunctionArn"]!["Ref"]!.GetValue<string>().ShouldBe("RouterFunctionAliaslive");
        resources["RolloutFunctionEveryMinute"]!["Properties"]!["Targets"]![0]!["Arn"]!["Ref"]!.GetValue<string>().ShouldBe("RolloutFunctionAliaslive");
        resources["RolloutFunctionEveryMinute"]!["Properties"]!["ScheduleExpression"]!.GetValue<string>().ShouldBe("rate(1 minute)");
        foreach (var version in Ids(resources, "AWS::Lambda::Version"))
        {
            resources[version]!["DeletionPolicy"]!.GetValue<string>().ShouldBe("Delete");
        }
    }

    // SAM adds public permissions of its own to an address with a literal NONE; ours must stay the only ones.
    [FactWhereInstalled("samtranslator", "aws-sam-translator")]
    public async Task Only_the_permissions_written_here_open_an_address()
    {
        var resources = (await TranslateAsync([new() { ["GatewayAuthType"] = "NONE" }])).Single();

        Ids(resources, "AWS::Lambda::Permission").ShouldBe(
        [
            "RouterUrlIsPublic", "RouterIsPublicByUrl", "RouterUrlIsOpenToCloudFront", "RouterIsOpenToCloudFrontByUrl", "RolloutFunctionEveryMinutePermission",
        ],
        ignoreOrder: true);
    }

    private static async Task<IReadOnlyList<JsonObject>> TranslateAsync(IReadOnlyList<Dictionary<string, string>> parameterSets)
    {
        var input = new JsonArray([.. parameterSets.Select(static set =>
            new JsonObject(set.Select(static entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value)))))]);
        var script = Repository.At("tests/ControlPlane.Deployment.Tests/Tools/translate.py");
        var (exitCode, output, error) = await Python.RunAsync([script, _template], input.ToJsonString());

        exitCode.ShouldBe(0, error);
        return [.. JsonNode.Parse(output)!.AsArray().Select(static resources => resources!.AsObject())];
    }

    private static List<string> Ids(JsonObject resources, string type) =>
        [.. resources.Where(resource => resource.Value!["Type"]!.GetValue<string>() == type).Select(static resource => resource.Key)];
}
