using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.ApiKeys;

/// <summary>What a caller of methods that require a key shows (AWS: ApiKey).</summary>
public sealed record ApiKey
{
    /// <summary>Ten characters of <c>[a-z0-9]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The secret that callers send, 20 to 128 characters, unique in the account.</summary>
    public required string Value { get; init; }

    /// <summary>The display name, or null; not unique.</summary>
    public string? Name { get; init; }

    /// <summary>The caller's own id of whom the key is for, or null.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Free text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>False while nobody may use the key.</summary>
    public bool Enabled { get; init; }

    /// <summary>When it was created, to the second.</summary>
    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>When it was last changed, to the second.</summary>
    public required DateTimeOffset LastUpdatedDate { get; init; }

    /// <summary>The stages (<c>{api}/{stage}</c>) it was given to before there were usage plans; kept, of no effect.</summary>
    public IReadOnlyList<string> StageKeys { get; init => field = value ?? []; } = [];

    /// <summary>The usage plans it belongs to, at most <see cref="ApiKeyRules.MaxPlans"/>.</summary>
    public IReadOnlyList<string> UsagePlanIds { get; init => field = value ?? []; } = [];

    /// <summary>The key's tags, at most 50.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();
}
