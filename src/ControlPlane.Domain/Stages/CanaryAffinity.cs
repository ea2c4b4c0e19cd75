using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Stages;

/// <summary>Who of a stage's clients is in its canary. What is decided first: the override, then the rules in their order, then the key.</summary>
public sealed record CanaryAffinity
{
    /// <summary>What makes a client stay where it is.</summary>
    public AffinityKey By { get; init; }

    /// <summary>The header's, cookie's or claim's name; null for the other keys.</summary>
    public string? Name { get; init; }

    /// <summary>Where requests go that have no such header or claim.</summary>
    public MissingAffinityKey Missing { get; init; }

    /// <summary>How the router sets the cookie, when <see cref="By"/> is <see cref="AffinityKey.Cookie"/>; else null.</summary>
    public AffinityCookie? Cookie { get; init; }

    /// <summary>A header by which testers pick a variant, or null when there is none.</summary>
    public CanaryOverride? Override { get; init; }

    /// <summary>Who is in the canary, or is not, whatever its share; the first that matches counts.</summary>
    public IReadOnlyList<CanaryRule> Rules { get; init => field = value ?? []; } = [];

    /// <summary>The response header that names the variant, <c>base</c> or <c>canary</c>, or null when responses do not tell.</summary>
    public string? ResponseHeader { get; init; }
}

/// <summary>What a client is known by.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AffinityKey>))]
public enum AffinityKey
{
    /// <summary>By nothing: each request on its own, by chance (API Gateway's way).</summary>
    [JsonStringEnumMemberName("random")]
    Random,

    /// <summary>By a header.</summary>
    [JsonStringEnumMemberName("header")]
    Header,

    /// <summary>By a cookie, which the router sets when it is absent.</summary>
    [JsonStringEnumMemberName("cookie")]
    Cookie,

    /// <summary>By a claim of the bearer token (RFC 7519), which is read and not verified.</summary>
    [JsonStringEnumMemberName("claim")]
    Claim,

    /// <summary>By its address, of IPv6 addresses the first 64 bits.</summary>
    [JsonStringEnumMemberName("sourceIp")]
    SourceIp,
}

/// <summary>Where requests without the header or claim go.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MissingAffinityKey>))]
public enum MissingAffinityKey
{
    /// <summary>To the base.</summary>
    [JsonStringEnumMemberName("base")]
    Base,

    /// <summary>By chance, as the canary's share is.</summary>
    [JsonStringEnumMemberName("random")]
    Random,
}

/// <summary>The attributes of the cookie that the router sets (RFC 6265). It is always <c>HttpOnly</c>.</summary>
public sealed record AffinityCookie
{
    /// <summary>Seconds it is kept, 60 to 34,560,000 (400 days: what browsers keep at most); 0 for as long as the browser runs.</summary>
    public int MaxAgeSeconds { get; init; }

    /// <summary>The path it is sent to.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it is sent over https alone, or null to follow the request that it is the answer to.</summary>
    public bool? Secure { get; init; }

    /// <summary>To whom browsers send it.</summary>
    public SameSiteMode SameSite { get; init; }
}

/// <summary>The values of a cookie's SameSite attribute.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SameSiteMode>))]
public enum SameSiteMode
{
    /// <summary>With requests of the same site and with links to it.</summary>
    Lax,

    /// <summary>With requests of the same site alone.</summary>
    Strict,

    /// <summary>With all requests.</summary>
    None,
}

/// <summary>Puts some requests into the canary, or keeps them out, whatever its share.</summary>
public sealed record CanaryRule
{
    /// <summary>What is looked at.</summary>
    public CanaryRuleSubject By { get; init; }

    /// <summary>The header's, query parameter's or claim's name; null for addresses.</summary>
    public string? Name { get; init; }

    /// <summary>The value that matches, to the letter, or null when any does.</summary>
    public string? Value { get; init; }

    /// <summary>The addresses that match, as a CIDR block; null for the other subjects.</summary>
    public string? Range { get; init; }

    /// <summary>What becomes of requests that match.</summary>
    public CanaryRuleEffect Canary { get; init; }
}

/// <summary>What a rule looks at.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CanaryRuleSubject>))]
public enum CanaryRuleSubject
{
    /// <summary>A header, its last value.</summary>
    [JsonStringEnumMemberName("header")]
    Header,

    /// <summary>A query parameter, any of its values.</summary>
    [JsonStringEnumMemberName("query")]
    Query,

    /// <summary>A claim of the bearer token, which is read and not verified.</summary>
    [JsonStringEnumMemberName("claim")]
    Claim,

    /// <summary>The caller's address.</summary>
    [JsonStringEnumMemberName("sourceIp")]
    SourceIp,
}

/// <summary>What a rule does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CanaryRuleEffect>))]
public enum CanaryRuleEffect
{
    /// <summary>The canary serves the request.</summary>
    [JsonStringEnumMemberName("always")]
    Always,

    /// <summary>The base serves it.</summary>
    [JsonStringEnumMemberName("never")]
    Never,
}
