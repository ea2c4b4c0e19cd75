using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Rollouts;

/// <summary>What the providers of plans must keep to.</summary>
internal static class RolloutProviderRules
{
    private const int _maxProviders = 20;
    private const int _maxInterval = 3600;
    private const int _maxTimeout = 60;
    private const int _maxLimit = 100;

    /// <summary>Fills in the defaults and checks everything.</summary>
    /// <exception cref="ApiException">400 that names the member and the remedy.</exception>
    public static IReadOnlyList<RolloutProvider> Complete(IReadOnlyList<RolloutProvider> providers)
    {
        if (providers.Count > _maxProviders)
        {
            throw ApiException.BadRequest($"Too many providers: {providers.Count}. providers can have at most {_maxProviders}");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < providers.Count; i++)
        {
            var provider = providers[i];
            if (!RolloutPlanRules.IsName(provider.Name))
            {
                throw ApiException.BadRequest($"Invalid providers[{i}].name: {provider.Name ?? "null"}. It must have 1 to 64 characters of A-Za-z0-9_-");
            }

            if (!names.Add(provider.Name))
            {
                throw ApiException.BadRequest($"Invalid providers[{i}].name: {provider.Name}. Another provider has this name; names must be unique");
            }

            ValidateSource(provider, i);
            Between($"providers[{i}].intervalSeconds", provider.IntervalSeconds, 1, _maxInterval);
            Between($"providers[{i}].timeoutSeconds", provider.TimeoutSeconds, 1, _maxTimeout);
            Between($"providers[{i}].failureLimit", provider.FailureLimit, 0, _maxLimit);
            Between($"providers[{i}].errorLimit", provider.ErrorLimit, 0, _maxLimit);
        }

        return [.. providers.Select(static provider => provider with
        {
            IntervalSeconds = provider.IntervalSeconds ?? RolloutProvider.DefaultIntervalSeconds,
            TimeoutSeconds = provider.TimeoutSeconds ?? RolloutProvider.DefaultTimeoutSeconds,
            ErrorLimit = provider.ErrorLimit ?? RolloutProvider.DefaultErrorLimit,
        })];
    }

    private static void ValidateSource(RolloutProvider provider, int index)
    {
        switch (provider.Kind)
        {
            case ProviderKind.CloudWatchAlarm when string.IsNullOrEmpty(provider.AlarmName):
                throw ApiException.BadRequest($"Invalid providers[{index}]: a provider of kind cloudWatchAlarm needs an alarmName");
            case ProviderKind.CloudWatchAlarm when provider.SuccessWhen is not null:
                throw ApiException.BadRequest($"Invalid providers[{index}].successWhen: an alarm decides by itself; leave successWhen out");
            case ProviderKind.CloudWatchAlarm:
                return;
            case ProviderKind.Prometheus when string.IsNullOrWhiteSpace(provider.Query):
                throw ApiException.BadRequest($"Invalid providers[{index}]: a provider of kind prometheus needs a query");
            default:
                break;
        }

        if (!RolloutPlanRules.IsAddress(provider.Url))
        {
            throw ApiException.BadRequest($"Invalid providers[{index}].url: {provider.Url ?? "null"}. It must be an absolute http or https address");
        }

        if (provider.SuccessWhen is not { } condition || !double.IsFinite(condition.Threshold))
        {
            throw ApiException.BadRequest(
                $"Invalid providers[{index}].successWhen: say which numbers are a success, as in {{\"operator\":\"<=\",\"threshold\":0.05}}");
        }
    }

    private static void Between(string member, int? value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw ApiException.BadRequest($"Invalid {member}: {value}. It must be a whole number from {least} to {most}");
        }
    }
}
