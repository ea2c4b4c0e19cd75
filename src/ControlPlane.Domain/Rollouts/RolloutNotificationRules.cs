using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Rollouts;

/// <summary>What the notifications of plans must keep to.</summary>
internal static class RolloutNotificationRules
{
    private const int _maxTargets = 10;
    private const int _minSecret = 16;
    private const int _maxSecret = 256;
    private const int _maxBus = 1600;

    /// <summary>Checks everything.</summary>
    /// <exception cref="ApiException">400 that names the member and the remedy.</exception>
    public static IReadOnlyList<RolloutNotificationTarget> Validate(IReadOnlyList<RolloutNotificationTarget> targets)
    {
        if (targets.Count > _maxTargets)
        {
            throw ApiException.BadRequest($"Too many notifications: {targets.Count}. notifications can have at most {_maxTargets}");
        }

        for (var i = 0; i < targets.Count; i++)
        {
            Validate(targets[i], $"notifications[{i}]");
        }

        return targets;
    }

    private static void Validate(RolloutNotificationTarget target, string place)
    {
        if (target.Kind == NotificationKind.Webhook && !RolloutPlanRules.IsAddress(target.Url))
        {
            throw ApiException.BadRequest($"Invalid {place}.url: {target.Url ?? "null"}. A webhook needs an absolute http or https address");
        }

        if (target.Secret is { Length: < _minSecret or > _maxSecret })
        {
            throw ApiException.BadRequest($"Invalid {place}.secret: it must have {_minSecret} to {_maxSecret} characters");
        }

        if (target.Kind == NotificationKind.Sns && !(target.TopicArn?.StartsWith("arn:", StringComparison.Ordinal) == true && target.TopicArn.Split(':') is [_, _, "sns", _, _, { Length: > 0 }]))
        {
            throw ApiException.BadRequest($"Invalid {place}.topicArn: {target.TopicArn ?? "null"}. It must be the ARN of an SNS topic, arn:aws:sns:region:account:name");
        }

        if (target.Kind == NotificationKind.EventBridge && target.EventBusName is { Length: 0 or > _maxBus })
        {
            throw ApiException.BadRequest($"Invalid {place}.eventBusName: it must have 1 to {_maxBus} characters; leave it out for the default bus");
        }

        if ((target.Kind != NotificationKind.Webhook && (target.Url ?? target.Secret) is not null)
            || (target.Kind != NotificationKind.Sns && target.TopicArn is not null)
            || (target.Kind != NotificationKind.EventBridge && target.EventBusName is not null))
        {
            throw ApiException.BadRequest($"Invalid {place}: url and secret are for kind webhook, topicArn for sns, eventBusName for eventBridge; leave the others out");
        }
    }
}
