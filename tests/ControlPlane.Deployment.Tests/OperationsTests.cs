using System.Text.Json;
using System.Text.RegularExpressions;
using ControlPlane.Deployment.Templates;

namespace ControlPlane.Deployment;

/// <summary>Logs, alarms and addresses.</summary>
public sealed class OperationsTests
{
    public static TheoryData<string> Functions => [.. Template.Ours.Functions.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_has_a_log_group_of_its_own_with_the_environments_retention(string id)
    {
        var group = Template.Ours.Functions[id].LogGroup.ShouldNotBeNull();

        Template.Ours.Functions.Values.Count(function => function.LogGroup == group).ShouldBe(1);
        Template.Ours.Resources("AWS::Logs::LogGroup").Keys.ShouldContain(group);
        Template.Ours.Properties(group).Target("RetentionInDays").ShouldBe("LogRetentionDays");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_is_watched(string id)
    {
        var metrics = Alarms()
            .Where(alarm => alarm.List("Dimensions").Cast<YamlDotNet.RepresentationModel.YamlMappingNode>().Any(dimension => dimension.Target("Value") == id))
            .Select(static alarm => alarm.Text("MetricName"));

        foreach (var metric in new[] { "Errors", "Throttles", "Duration" })
        {
            metrics.ShouldContain(metric);
        }
    }

    [Fact]
    public void Every_alarm_is_sent()
    {
        foreach (var alarm in Alarms())
        {
            alarm.Texts("AlarmActions").ShouldBe(["Alarms"]);
        }
    }

    [Fact]
    public void Failed_ticks_are_kept_and_watched()
    {
        Alarms().ShouldContain(static alarm => alarm.Text("MetricName") == "ApproximateNumberOfMessagesVisible");
        Template.Ours.Statements(Template.Ours.Functions["RolloutFunction"].Role).SelectMany(static statement => statement.Actions).ShouldContain("sqs:SendMessage");
    }

    [Fact]
    public void Stale_configuration_is_found_by_the_words_of_the_gateways_record()
    {
        var filter = Template.Ours.Resources("AWS::Logs::MetricFilter").ShouldHaveSingleItem().Value.Map("Properties");
        var words = filter.Text("FilterPattern")!.Trim('"');

        filter.Target("LogGroupName").ShouldBe(Template.Ours.Functions["RouterFunction"].LogGroup);
        Regex.Match(Repository.Code("src/ControlPlane.Gateway/Snapshots"), @"""SnapshotStale""[^;]*Message = ""([^""]*)""").Groups[1].Value.ShouldContain(words);
        var transformation = (YamlDotNet.RepresentationModel.YamlMappingNode)filter.List("MetricTransformations").ShouldHaveSingleItem();
        Alarms().ShouldContain(alarm => alarm.Text("MetricName") == transformation.Text("MetricName") && alarm.Text("Namespace") == transformation.Text("MetricNamespace"));
    }

    [Fact]
    public void Dashboard_is_json()
    {
        var body = Template.Ours.Properties("Dashboard").Text("DashboardBody")!;

        using var dashboard = JsonDocument.Parse(body);
        var titles = dashboard.RootElement.GetProperty("widgets").EnumerateArray().Select(static widget => widget.GetProperty("properties").GetProperty("title").GetString());
        titles.ShouldBe(["Invocations", "Errors", "Throttles", "Duration, ms", "Table", "Log bytes", "Configuration that could not be read"]);
    }

    [Fact]
    public void Control_api_takes_signed_requests_only()
    {
        Template.Ours.Properties("ApiFunction").Map("FunctionUrlConfig").Text("AuthType").ShouldBe("AWS_IAM");
        Template.Ours.Resources("AWS::Lambda::Permission").Values
            .Select(static permission => permission.Map("Properties").Target("FunctionName"))
            .ShouldAllBe(static function => function == "RouterFunction.Alias");
    }

    [Fact]
    public void Router_has_time_to_answer_that_an_integration_took_too_long()
    {
        const int longestIntegrationSeconds = 29;
        Template.Ours.Functions["RouterFunction"].Timeout.ShouldBeGreaterThan(longestIntegrationSeconds);
        Template.Ours.Functions["RolloutFunction"].Timeout.ShouldBeLessThan(60);
        Template.Ours.Functions["RolloutFunction"].Property("ReservedConcurrentExecutions")!.ToString().ShouldBe("1");
    }

    private static IEnumerable<YamlDotNet.RepresentationModel.YamlMappingNode> Alarms() =>
        Template.Ours.Resources("AWS::CloudWatch::Alarm").Values.Select(static alarm => alarm.Map("Properties"));
}
