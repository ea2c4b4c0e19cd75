namespace ControlPlane.Api.Doctor;

/// <summary>How much a finding matters.</summary>
internal enum Severity
{
    /// <summary>Requests fail.</summary>
    Error,

    /// <summary>Requests may fail, or it could not be found out.</summary>
    Warning,

    /// <summary>Good to know.</summary>
    Info,
}

/// <summary>Something about a stage that is not as it should be.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Code">What it is, for programs.</param>
/// <param name="Message">What it is, for people: a sentence or two.</param>
/// <param name="Command">The command that mends it, to be pasted into a shell; null where none does. Words in capitals stand for what only people know.</param>
internal sealed record Finding(Severity Severity, string Code, string Message, string? Command = null)
{
    /// <summary>The variant it is about, or null for the stage as a whole.</summary>
    public string? Variant { get; init; }

    /// <summary>The method of the first route it is about, or null.</summary>
    public string? HttpMethod { get; init; }

    /// <summary>The path of the first route it is about, or null.</summary>
    public string? ResourcePath { get; init; }

    /// <summary>How many routes it is about; 0 for the variant or stage as a whole.</summary>
    public int Routes { get; init; }
}

/// <summary>What the doctor says of a stage.</summary>
/// <param name="Checked">How many routes were looked at, in the base and in the canary.</param>
/// <param name="IsComplete">False when time ran out before everything was looked up.</param>
/// <param name="Findings">What was found, the worst first.</param>
internal sealed record Diagnosis(int Checked, bool IsComplete, IReadOnlyList<Finding> Findings)
{
    /// <summary>True when everything was looked up and no request is known to fail.</summary>
    public bool IsHealthy => IsComplete && Findings.All(static finding => finding.Severity != Severity.Error);
}
