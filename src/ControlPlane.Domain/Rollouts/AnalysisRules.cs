using ControlPlane.Domain.Errors;
using static ControlPlane.Domain.Rollouts.RolloutPlanRules;

namespace ControlPlane.Domain.Rollouts;

/// <summary>What the analysis settings of plans must keep to.</summary>
internal static class AnalysisRules
{
    private const int _maxMinimumRequests = 10_000_000;
    private const int _maxP99Millis = 60_000;
    private const int _maxEvidenceTimeout = 24 * 60 * 60;

    /// <summary>Fills in the defaults and checks everything.</summary>
    /// <exception cref="ApiException">400 that names the member and the remedy.</exception>
    public static AnalysisSettings Complete(AnalysisSettings settings)
    {
        if (settings.MinimumRequests is < 1 or > _maxMinimumRequests)
        {
            throw ApiException.BadRequest($"Invalid analysis.minimumRequests: {settings.MinimumRequests}. It must be a whole number from 1 to {_maxMinimumRequests}");
        }

        Between("maxErrorRate", settings.MaxErrorRate, 0.00001, 0.99);
        Between("maxErrorRateIncrease", settings.MaxErrorRateIncrease, 0.00001, 0.99);
        Between("maxRelativeError", settings.MaxRelativeError, 1.1, 1000);
        Between("falseAlarmRate", settings.FalseAlarmRate, 0.0001, 0.2);
        Between("confidence", settings.Confidence, 0.5, 0.9999);
        if (settings is { MaxErrorRate: { } limit, MaxErrorRateIncrease: { } increase } && increase > limit)
        {
            throw ApiException.BadRequest(
                $"analysis.maxErrorRateIncrease ({Text(increase)}) contradicts analysis.maxErrorRate ({Text(limit)}): an increase of that much is over the limit. Lower maxErrorRateIncrease or raise maxErrorRate");
        }

        if (settings.MaxP99Millis is < 1 or > _maxP99Millis)
        {
            throw ApiException.BadRequest(
                $"Invalid analysis.maxP99Millis: {settings.MaxP99Millis}. It must be a whole number from 1 to {_maxP99Millis}, the longest latency that is measured");
        }

        if (settings.EvidenceTimeoutSeconds is < 0 or > _maxEvidenceTimeout)
        {
            throw ApiException.BadRequest(
                $"Invalid analysis.evidenceTimeoutSeconds: {settings.EvidenceTimeoutSeconds}. It must be a whole number from 0 to {_maxEvidenceTimeout}");
        }

        return settings with
        {
            MinimumRequests = settings.MinimumRequests ?? AnalysisSettings.DefaultMinimumRequests,
            MaxErrorRateIncrease = settings.MaxErrorRateIncrease
                ?? Math.Min(AnalysisSettings.DefaultMaxErrorRateIncrease, settings.MaxErrorRate ?? 1),
            MaxRelativeError = settings.MaxRelativeError ?? AnalysisSettings.DefaultMaxRelativeError,
            FalseAlarmRate = settings.FalseAlarmRate ?? AnalysisSettings.DefaultFalseAlarmRate,
            Confidence = settings.Confidence ?? AnalysisSettings.DefaultConfidence,
            CompareLatency = settings.CompareLatency ?? true,
        };
    }

    private static void Between(string member, double? value, double least, double most)
    {
        // NaN is in no range.
        if (value is { } given && !(given >= least && given <= most))
        {
            throw ApiException.BadRequest(
                $"Invalid analysis.{member}: {given.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture)}. It must be a number from {least.ToString("0.#####", System.Globalization.CultureInfo.InvariantCulture)} to {Text(most)}");
        }
    }
}
