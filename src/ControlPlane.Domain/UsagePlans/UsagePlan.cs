using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.UsagePlans;

/// <summary>Which stages the holders of some API keys may call, how fast and how often (AWS: UsagePlan).</summary>
public sealed record UsagePlan
{
    /// <summary>Six characters of <c>[a-z0-9]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name; not unique.</summary>
    public required string Name { get; init; }

    /// <summary>Free text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The stages it opens.</summary>
    public IReadOnlyList<UsagePlanStage> ApiStages { get; init => field = value ?? []; } = [];

    /// <summary>How fast each key may call, or null for as fast as the account.</summary>
    public ThrottleSettings? Throttle { get; init; }

    /// <summary>How often each key may call, or null for without end.</summary>
    public QuotaSettings? Quota { get; init; }

    /// <summary>The product on the AWS Marketplace, or null; kept, of no effect.</summary>
    public string? ProductCode { get; init; }

    /// <summary>The plan's tags, at most 50.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>What the plan says of a stage, or null when it does not open it.</summary>
    public UsagePlanStage? FindStage(string apiId, string stageName)
    {
        foreach (var stage in ApiStages)
        {
            if (stage.ApiId == apiId && stage.Stage == stageName)
            {
                return stage;
            }
        }

        return null;
    }
}

/// <summary>A stage that a usage plan opens (AWS: ApiStage).</summary>
/// <param name="ApiId">The API.</param>
/// <param name="Stage">The stage's name.</param>
public sealed record UsagePlanStage(string ApiId, string Stage)
{
    /// <summary>How fast each key may call single methods, by resource path and verb: <c>/pets/GET</c>.</summary>
    public IReadOnlyDictionary<string, ThrottleSettings> Throttle { get; init => field = value ?? Maps.Empty<ThrottleSettings>(); } = Maps.Empty<ThrottleSettings>();

    /// <summary>The stage as patches name it.</summary>
    public string Name => $"{ApiId}:{Stage}";
}

/// <summary>A token bucket (AWS: ThrottleSettings).</summary>
/// <param name="RateLimit">Requests per second that fill it, 0 or more; null for the account's.</param>
/// <param name="BurstLimit">Requests it holds, 0 or more; null for the account's.</param>
public sealed record ThrottleSettings(double? RateLimit, int? BurstLimit);
