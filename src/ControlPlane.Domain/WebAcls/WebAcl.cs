using System.Text.Json.Serialization;

namespace ControlPlane.Domain.WebAcls;

/// <summary>The rules that the requests of a stage are held to before anything else is asked of them (AWS: web ACL of WAFv2, kept small).</summary>
public sealed record WebAcl
{
    /// <summary>Its id, part of its ARN; the same for as long as the stage has one.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, <c>[A-Za-z0-9_-]</c>, at most 128 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What becomes of requests that no rule allows or blocks: <see cref="WebAclAction.Allow"/> or <see cref="WebAclAction.Block"/>.</summary>
    public required WebAclAction DefaultAction { get; init; }

    /// <summary>The rules in the order in which they are looked at: by priority, the lowest first. At most 100.</summary>
    public IReadOnlyList<WebAclRule> Rules { get; init => field = value ?? []; } = [];

    /// <summary>Its ARN (AWS: webAclArn of a stage).</summary>
    /// <param name="region">The region.</param>
    /// <param name="accountId">The account.</param>
    public string Arn(string region, string accountId) => $"arn:aws:wafv2:{region}:{accountId}:regional/webacl/{Name}/{Id}";
}

/// <summary>One rule of a web ACL.</summary>
public sealed record WebAclRule
{
    /// <summary>Its name, <c>[A-Za-z0-9_-]</c>, at most 128 characters, no other rule's.</summary>
    public required string Name { get; init; }

    /// <summary>When it is looked at: rules with lower numbers come first. 0 or more, no other rule's.</summary>
    public required int Priority { get; init; }

    /// <summary>What becomes of the requests it matches.</summary>
    public required WebAclAction Action { get; init; }

    /// <summary>Which requests it matches: the statement as JSON (<see cref="WebAclStatement.Parse"/>).</summary>
    public required string Statement { get; init; }
}

/// <summary>What becomes of a request that a rule matches.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WebAclAction>))]
public enum WebAclAction
{
    /// <summary>It goes on; no further rule is looked at.</summary>
    [JsonStringEnumMemberName("ALLOW")]
    Allow,

    /// <summary>It is refused with 403.</summary>
    [JsonStringEnumMemberName("BLOCK")]
    Block,

    /// <summary>It is counted and logged, and the next rule is looked at.</summary>
    [JsonStringEnumMemberName("COUNT")]
    Count,
}
