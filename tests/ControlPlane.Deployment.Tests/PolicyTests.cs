using System.Text.RegularExpressions;
using ControlPlane.Deployment.Templates;

namespace ControlPlane.Deployment;

/// <summary>Each function may do what its code does, and nothing beyond.</summary>
public sealed class PolicyTests
{
    private const string DynamoDb = "src/ControlPlane.Storage/DynamoDb";

    // Called when the local host checks or creates its table; the functions find theirs made by the stack.
    private const string TableSetup = "DynamoDbTable.cs";

    public static TheoryData<string> Functions => [.. Template.Ours.Functions.Keys];

    [Theory]
    [InlineData("ApiFunction")]
    [InlineData("RolloutFunction")]
    public void Writers_may_call_exactly_what_the_store_calls(string id)
    {
        var calls = Repository.Sources(DynamoDb)
            .Where(static file => Path.GetFileName(file) != TableSetup)
            .SelectMany(static file => Regex.Matches(File.ReadAllText(file), @"\b_?client\.(?<operation>\w+)Async\("))
            .Select(static match => $"dynamodb:{match.Groups["operation"].Value}")
            .Distinct();

        Allowed(id, "dynamodb:").ShouldBe(calls, ignoreOrder: true);
    }

    [Fact]
    public void Router_reads_and_counts_what_keys_use_and_stages_serve_and_caches_and_writes_nothing_else()
    {
        Allowed("RouterFunction", "dynamodb:").ShouldBe(["dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"], ignoreOrder: true);
        var storage = Repository.Code("src/ControlPlane.Storage");
        File.ReadAllText(Repository.At("template.yaml"))
            .ShouldContain($$$"""Condition: {"ForAllValues:StringLike": {dynamodb:LeadingKeys: ["{{{Prefix("UsagePrefix")}}}*", "{{{Prefix("MetricsPrefix")}}}*", "{{{Prefix("CachePrefix")}}}*"]}}""");

        string Prefix(string name)
        {
            var prefix = Regex.Match(storage, $@"{name} = ""(?<prefix>[^""]+)""").Groups["prefix"].Value;
            prefix.ShouldNotBeEmpty();
            return prefix;
        }
    }

    [Theory]
    [InlineData("RouterFunction", "src/ControlPlane.Functions/Startup.cs", "lambda:InvokeFunction")]
    [InlineData("ApiFunction", "src/ControlPlane.Functions.Api/Program.cs", "lambda:GetAlias", "lambda:GetFunctionConfiguration", "lambda:GetPolicy", "lambda:InvokeFunction")]
    public void Functions_with_a_gateway_call_functions_and_none_of_their_own_stack(string id, string composition, params string[] allowed)
    {
        Repository.Code("src/ControlPlane.Lambda").ShouldContain("/invocations");
        File.ReadAllText(Repository.At(composition)).ShouldContain("LambdaClient.FromEnvironment()");
        Allowed(id, "lambda:").ShouldBe(allowed);
        ShouldDenyForItself(id, "lambda:InvokeFunction");
    }

    [Fact]
    public void Rollouts_shift_aliases_and_none_of_their_own_stack()
    {
        var shift = Repository.Code("src/ControlPlane.Rollouts/Aliases");
        var calls = Regex.Matches(shift, @"\bfunctions\.(?<operation>\w+)Async\(").Select(static match => $"lambda:{match.Groups["operation"].Value}").Distinct();
        File.ReadAllText(Repository.At("src/ControlPlane.Functions/Startup.cs")).ShouldContain("LambdaClient.FromEnvironment().Functions");
        Repository.Code("src/ControlPlane.Rollouts/Hooks").ShouldContain(".InvokeAsync(");
        Allowed("RolloutFunction", "lambda:").ShouldBe(calls.Append("lambda:InvokeFunction"), ignoreOrder: true);
        ShouldDenyForItself("RolloutFunction", "lambda:UpdateAlias", "lambda:InvokeFunction");
    }

    [Fact]
    public void Scheduled_function_may_call_the_services_that_rollouts_call()
    {
        var code = Repository.Code("src/ControlPlane.Rollouts");
        foreach (var (text, action) in new[] { ("\"DescribeAlarms\"", "cloudwatch:DescribeAlarms"), ("\"Publish\"", "sns:Publish"), ("\"AWSEvents.PutEvents\"", "events:PutEvents") })
        {
            code.ShouldContain(text);
            Allowed("RolloutFunction", action.Split(':')[0] + ":").ShouldBe([action]);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void No_action_is_a_pattern_and_no_resource_everything(string id)
    {
        foreach (var statement in Statements(id))
        {
            statement.Actions.ShouldAllBe(static action => !action.Contains('*'));
            if (statement.Resources.Contains("*"))
            {
                // X-Ray knows no resources.
                statement.Actions.ShouldBe(["xray:PutTraceSegments", "xray:PutTelemetryRecords"]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_may_write_its_own_log_and_no_other(string id)
    {
        var logs = Statements(id).Where(static statement => statement.Actions.Any(static action => action.StartsWith("logs:", StringComparison.Ordinal))).ShouldHaveSingleItem();

        logs.Actions.ShouldBe(["logs:CreateLogStream", "logs:PutLogEvents"]);
        logs.Resources.ShouldBe([$"{Template.Ours.Functions[id].LogGroup}.Arn"]);
    }

    [Fact]
    public void Which_functions_stages_may_call_must_be_said() => Template.Ours.Parameters["InvokableFunctions"].Default.ShouldBeNull();

    private static void ShouldDenyForItself(string id, params string[] actions)
    {
        var denied = Statements(id).Where(static statement => statement.Effect == "Deny").ShouldHaveSingleItem();
        denied.Actions.ShouldBe(actions);
        foreach (var name in Template.Ours.Functions.Keys.Select(id => Template.Ours.Properties(id).Text("FunctionName")!))
        {
            denied.Resources.ShouldContain(resource => resource.EndsWith($":function:{name}", StringComparison.Ordinal));
            denied.Resources.ShouldContain(resource => resource.EndsWith($":function:{name}:*", StringComparison.Ordinal));
        }
    }

    private static IReadOnlyList<Statement> Statements(string id) => Template.Ours.Statements(Template.Ours.Functions[id].Role);

    private static IEnumerable<string> Allowed(string id, string service) => Statements(id)
        .Where(static statement => statement.Effect == "Allow")
        .SelectMany(static statement => statement.Actions)
        .Where(action => action.StartsWith(service, StringComparison.Ordinal));
}
