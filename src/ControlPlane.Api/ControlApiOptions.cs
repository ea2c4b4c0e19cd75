using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Api;

/// <summary>How the control API presents itself and what it allows.</summary>
public sealed record ControlApiOptions
{
    /// <summary>The account that ARNs and messages carry, twelve digits.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>The region that ARNs carry.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Encrypts the private keys of client certificates; null where none can be made.</summary>
    public KeyProtection? KeyProtection { get; init; }

    /// <summary>The quotas.</summary>
    public Quotas Quotas { get; init; } = new();

    /// <summary>The longest time an answer is held back (<c>GET .../rollout?wait=</c>), in seconds: below what the host gives a request.</summary>
    public int MaxWaitSeconds { get; init; } = 300;

    /// <summary>What stages log that were told nothing else: what the gateways beside this API have as theirs.</summary>
    public StageLogLevel StageLogLevel { get; init; } = StageLogLevel.Warning;
}

/// <summary>How many of each there may be; the defaults are API Gateway's.</summary>
public sealed record Quotas
{
    /// <summary>APIs in all, 1 or more.</summary>
    public int RestApis { get; init; } = 600;

    /// <summary>Stages of one API, 1 or more.</summary>
    public int StagesPerApi { get; init; } = 10;

    /// <summary>Resources of one API, the root included, 1 or more.</summary>
    public int ResourcesPerApi { get; init; } = 300;

    /// <summary>Client certificates in all, 1 or more.</summary>
    public int ClientCertificates { get; init; } = 60;

    /// <summary>Requests per second that the account's stages serve in all, 1 or more; null for API Gateway's number.</summary>
    public int? ThrottleRate { get; init; }

    /// <summary>Requests that they serve at once beyond the rate, 1 or more; null for API Gateway's number.</summary>
    public int? ThrottleBurst { get; init; }

    /// <summary>Custom domain names in all, 1 or more.</summary>
    public int DomainNames { get; init; } = 120;

    /// <summary>API keys in all, 1 or more.</summary>
    public int ApiKeys { get; init; } = 10_000;

    /// <summary>Usage plans in all, 1 or more.</summary>
    public int UsagePlans { get; init; } = 300;
}
