using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Rollouts;

/// <summary>Somebody who is asked on the way. What the function or the address answers is a verdict.</summary>
public sealed record RolloutHook
{
    /// <summary><see cref="TimeoutSeconds"/> unless the plan says otherwise.</summary>
    public const int DefaultTimeoutSeconds = 30;

    /// <summary>Its name, unique in the plan, 1 to 64 characters of <c>[A-Za-z0-9_-]</c>.</summary>
    public required string Name { get; init; }

    /// <summary>When it is asked.</summary>
    public HookTime When { get; init; }

    /// <summary>How it is asked.</summary>
    public HookKind Kind { get; init; }

    /// <summary>Of <see cref="HookKind.Lambda"/>: the function's name or ARN, with a version or an alias if need be.</summary>
    public string? FunctionName { get; init; }

    /// <summary>Of <see cref="HookKind.Http"/>: the address that gets a POST, <c>http</c> or <c>https</c>.</summary>
    public string? Url { get; init; }

    /// <summary>For how long an answer is waited for, in seconds, 1 to 900; null for <see cref="DefaultTimeoutSeconds"/>.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>How often it is asked again after no answer, an error or a time-out, 0 to 10. A verdict is never asked for again.</summary>
    public int Retries { get; init; }
}

/// <summary>When a hook is asked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HookTime>))]
public enum HookTime
{
    /// <summary>Once, before the new version gets its first user.</summary>
    [JsonStringEnumMemberName("beforeTraffic")]
    BeforeTraffic,

    /// <summary>Once in every step, as soon as its share is in force; the step waits for the answer.</summary>
    [JsonStringEnumMemberName("step")]
    Step,

    /// <summary>Once, after the last step and before promotion.</summary>
    [JsonStringEnumMemberName("beforePromotion")]
    BeforePromotion,
}

/// <summary>How a hook is asked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HookKind>))]
public enum HookKind
{
    /// <summary>By invoking a Lambda function and waiting for what it returns.</summary>
    [JsonStringEnumMemberName("lambda")]
    Lambda,

    /// <summary>By an HTTP POST.</summary>
    [JsonStringEnumMemberName("http")]
    Http,
}

/// <summary>How far a hook has come.</summary>
/// <param name="Name">The hook.</param>
/// <param name="Step">The step it is asked in; -1 before traffic, the number of steps before promotion.</param>
/// <param name="Attempt">The attempt that counts, from 1.</param>
/// <param name="WaitedSeconds">For how many watched seconds that attempt's answer has been waited for.</param>
/// <param name="Outcome"><see cref="VerdictOutcome.Running"/> while there is no answer.</param>
/// <param name="Message">What the answer, or the failure, says; or null.</param>
public sealed record HookRun(string Name, int Step, int Attempt, double WaitedSeconds, VerdictOutcome Outcome, string? Message);
