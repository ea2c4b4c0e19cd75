using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Rollouts;

/// <summary>A further source of judgement that is measured regularly while steps run.</summary>
public sealed record RolloutProvider
{
    /// <summary><see cref="IntervalSeconds"/> unless the plan says otherwise.</summary>
    public const int DefaultIntervalSeconds = 30;

    /// <summary><see cref="TimeoutSeconds"/> unless the plan says otherwise.</summary>
    public const int DefaultTimeoutSeconds = 10;

    /// <summary><see cref="ErrorLimit"/> unless the plan says otherwise.</summary>
    public const int DefaultErrorLimit = 4;

    /// <summary>Its name, unique in the plan, 1 to 64 characters of <c>[A-Za-z0-9_-]</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it asks.</summary>
    public ProviderKind Kind { get; init; }

    /// <summary>Of <see cref="ProviderKind.CloudWatchAlarm"/>: the alarm's name; in <c>ALARM</c> it fails, without data it is inconclusive.</summary>
    public string? AlarmName { get; init; }

    /// <summary>Of the other kinds: the address of Prometheus, or the address to get.</summary>
    public string? Url { get; init; }

    /// <summary>Of <see cref="ProviderKind.Prometheus"/>: the query, whose answer is one number.</summary>
    public string? Query { get; init; }

    /// <summary>Of <see cref="ProviderKind.Http"/>: the path of the number in the JSON answer, as JSONPath; null for <c>$.value</c>.</summary>
    public string? ValuePath { get; init; }

    /// <summary>Of Prometheus and HTTP: when the number is a success. Required for them.</summary>
    public ProviderCondition? SuccessWhen { get; init; }

    /// <summary>How often it is asked, in seconds, 1 to 3,600; null for <see cref="DefaultIntervalSeconds"/>.</summary>
    public int? IntervalSeconds { get; init; }

    /// <summary>For how long an answer is waited for, in seconds, 1 to 60; null for <see cref="DefaultTimeoutSeconds"/>.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>How many failures in a row are borne, 0 (the default) to 100: one more fails the rollout.</summary>
    public int FailureLimit { get; init; }

    /// <summary>How many errors in a row are borne, 0 to 100, before the source counts as an error; null for <see cref="DefaultErrorLimit"/>.</summary>
    public int? ErrorLimit { get; init; }
}

/// <summary>What providers ask.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProviderKind>))]
public enum ProviderKind
{
    /// <summary>The state of a CloudWatch alarm.</summary>
    [JsonStringEnumMemberName("cloudWatchAlarm")]
    CloudWatchAlarm,

    /// <summary>An instant query of Prometheus.</summary>
    [JsonStringEnumMemberName("prometheus")]
    Prometheus,

    /// <summary>A number in the JSON answer of any address.</summary>
    [JsonStringEnumMemberName("http")]
    Http,
}

/// <summary>When a number is a success: <c>value Operator Threshold</c>.</summary>
/// <param name="Operator">How it is compared.</param>
/// <param name="Threshold">With what.</param>
public sealed record ProviderCondition(ComparisonOperator Operator, double Threshold)
{
    /// <summary>Whether a value is a success; what is no number never is.</summary>
    public bool Holds(double value) => Operator switch
    {
        ComparisonOperator.Less => value < Threshold,
        ComparisonOperator.AtMost => value <= Threshold,
        ComparisonOperator.More => value > Threshold,
        ComparisonOperator.AtLeast => value >= Threshold,
        _ => throw new InvalidOperationException($"Unknown operator {Operator}."),
    };
}

/// <summary>How numbers are compared.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComparisonOperator>))]
public enum ComparisonOperator
{
    /// <summary>Less than the threshold.</summary>
    [JsonStringEnumMemberName("<")]
    Less,

    /// <summary>The threshold or less.</summary>
    [JsonStringEnumMemberName("<=")]
    AtMost,

    /// <summary>More than the threshold.</summary>
    [JsonStringEnumMemberName(">")]
    More,

    /// <summary>The threshold or more.</summary>
    [JsonStringEnumMemberName(">=")]
    AtLeast,
}

/// <summary>What a provider has said so far.</summary>
/// <param name="Name">The provider.</param>
/// <param name="MeasuredAt">The time of its last answer; the same answer a second time changes nothing.</param>
/// <param name="Outcome">The last answer.</param>
/// <param name="FailuresInARow">Failures since the last other answer.</param>
/// <param name="ErrorsInARow">Errors since the last other answer.</param>
/// <param name="Message">What the last answer says, or null.</param>
public sealed record ProviderRecord(string Name, DateTimeOffset MeasuredAt, VerdictOutcome Outcome, int FailuresInARow, int ErrorsInARow, string? Message);
