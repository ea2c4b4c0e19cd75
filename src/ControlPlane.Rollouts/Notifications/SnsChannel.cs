using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Wire;
using ControlPlane.Rollouts.Aws;

namespace ControlPlane.Rollouts.Notifications;

/// <summary>A message to an SNS topic, in the topic's region (AWS: Publish, query protocol, version 2010-03-31). A FIFO topic drops repetitions.</summary>
internal sealed class SnsChannel(AwsServices aws) : INotificationChannel
{
    private const int _region = 3;

    public NotificationKind Kind => NotificationKind.Sns;

    public async Task SendAsync(RolloutNotificationTarget target, NotificationMessage message, string json, CancellationToken cancellationToken)
    {
        var topic = target.TopicArn!;
        (string, string)[] fields =
        [
            ("Action", "Publish"),
            ("Version", "2010-03-31"),
            ("TopicArn", topic),
            ("Subject", $"Rollout {WireNames.Of(message.Type)}: {message.ApiId}/{message.StageName}"),
            ("Message", json),
        ];
        if (topic.EndsWith(".fifo", StringComparison.Ordinal))
        {
            fields = [.. fields, ("MessageGroupId", $"{message.ApiId}-{message.StageName}"), ("MessageDeduplicationId", message.Id)];
        }

        var (status, answer) = await aws.PostAsync(AwsService.Sns, topic.Split(':')[_region], QueryForm.Of(fields), QueryForm.ContentType, null, cancellationToken)
            .ConfigureAwait(false);
        if (status != 200)
        {
            throw new HttpRequestException($"SNS answered {status}: {AnswerText.Short(answer)}");
        }
    }
}
