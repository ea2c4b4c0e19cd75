using System.Text.Json;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Wire;
using ControlPlane.Rollouts.Aws;

namespace ControlPlane.Rollouts.Notifications;

/// <summary>An event of the source <c>controlplane</c> on an EventBridge bus (AWS: PutEvents, JSON 1.1).</summary>
internal sealed class EventBridgeChannel(AwsServices aws) : INotificationChannel
{
    private const string _source = "controlplane";

    public NotificationKind Kind => NotificationKind.EventBridge;

    public async Task SendAsync(RolloutNotificationTarget target, NotificationMessage message, string json, CancellationToken cancellationToken)
    {
        IReadOnlyList<EventBusEntry> entries =
        [
            new() { Source = _source, DetailType = $"Rollout {WireNames.Of(message.Type)}", Detail = json, EventBusName = target.EventBusName },
        ];
        var body = $$"""{"Entries":{{JsonSerializer.Serialize(entries, RolloutsJson.Default.IReadOnlyListEventBusEntry)}}}""";
        var (status, answer) = await aws.PostAsync(AwsService.EventBridge, null, body, "application/x-amz-json-1.1", "AWSEvents.PutEvents", cancellationToken)
            .ConfigureAwait(false);

        // 200 says only that the call was understood.
        if (status != 200 || Failed(answer))
        {
            throw new HttpRequestException($"EventBridge answered {status}: {AnswerText.Short(answer)}");
        }
    }

    private static bool Failed(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.TryGetProperty("FailedEntryCount", out var failed) && failed.GetInt32() > 0;
    }
}

/// <summary>What others answer, as messages show it.</summary>
internal static class AnswerText
{
    private const int _max = 300;

    /// <summary>The beginning of an answer, in one line.</summary>
    public static string Short(string answer)
    {
        var line = answer.ReplaceLineEndings(" ").Trim();
        return line.Length <= _max ? line : line[.._max];
    }
}
