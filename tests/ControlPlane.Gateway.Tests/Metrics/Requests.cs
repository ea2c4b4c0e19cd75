using ControlPlane.Domain.Metrics;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Recording;

namespace ControlPlane.Gateway.Tests.Metrics;

/// <summary>Records of requests.</summary>
internal static class Requests
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly StageLabels Base = StageLabels.Of("abcdefghij", "shop", "prod", false);
    private static readonly StageLabels Canary = StageLabels.Of("abcdefghij", "shop", "prod", true);

    public static RequestRecord One(
        int status = 200, double latency = 10, double integration = 0, bool canary = false, DateTimeOffset? at = null, bool detailed = false, bool aborted = false,
        FunctionVersion? version = null, bool failed = false) => new()
        {
            ApiId = "abcdefghij",
            StageName = "prod",
            StageRevision = 1,
            IsCanary = canary,
            DeploymentId = "dep001",
            Labels = canary ? Canary : Base,
            ReceivedAt = at ?? Noon,
            Verb = "GET",
            ResourcePath = "/pets/{id}",
            DetailedVerb = detailed ? "ANY" : null,
            Status = status,
            Aborted = aborted,
            Executed = version,
            FunctionFailed = failed,
            Latency = TimeSpan.FromMilliseconds(latency),
            IntegrationLatency = TimeSpan.FromMilliseconds(integration),
            RequestId = "r",
        };
}
