using System.Xml.Linq;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Aws;

namespace ControlPlane.Rollouts.Providers;

/// <summary>The state of a CloudWatch alarm, metric or composite (AWS: DescribeAlarms, query protocol, version 2010-08-01).</summary>
internal sealed class CloudWatchAlarmProvider(AwsServices aws) : IAnalysisProvider
{
    public ProviderKind Kind => ProviderKind.CloudWatchAlarm;

    public async Task<(VerdictOutcome Outcome, string? Message)> MeasureAsync(RolloutProvider provider, CancellationToken cancellationToken)
    {
        var form = QueryForm.Of(
            ("Action", "DescribeAlarms"),
            ("Version", "2010-08-01"),
            ("AlarmNames.member.1", provider.AlarmName!),
            ("AlarmTypes.member.1", "MetricAlarm"),
            ("AlarmTypes.member.2", "CompositeAlarm"));
        var (status, body) = await aws.PostAsync(AwsService.CloudWatch, null, form, QueryForm.ContentType, null, cancellationToken).ConfigureAwait(false);
        var answer = XElement.Parse(body);
        if (status != 200)
        {
            throw new HttpRequestException($"CloudWatch answered {status} {Text(answer, "Code")}: {Text(answer, "Message")}");
        }

        var alarm = answer.Descendants().FirstOrDefault(element => element.Name.LocalName == "AlarmName" && element.Value == provider.AlarmName)?.Parent
            ?? throw new HttpRequestException($"there is no alarm {provider.AlarmName}");
        var state = Text(alarm, "StateValue");
        return (state switch
        {
            "OK" => VerdictOutcome.Successful,
            "ALARM" => VerdictOutcome.Failed,
            _ => VerdictOutcome.Inconclusive,
        }, $"{provider.AlarmName} is in {state}: {Text(alarm, "StateReason")}");
    }

    private static string? Text(XElement parent, string name) => parent.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
