namespace ControlPlane.Domain.LogCosts;

/// <summary>What the records of a stage are counted under: their level, or the log that no level governs.</summary>
/// <remarks>The numbers are stored: they must not change.</remarks>
public enum LogKind
{
    /// <summary>What each step of a request did.</summary>
    Debug = 0,

    /// <summary>A record for every request, and data traces.</summary>
    Info = 1,

    /// <summary>Requests that the gateway refused.</summary>
    Warning = 2,

    /// <summary>Failures.</summary>
    Error = 3,

    /// <summary>What endangers the service as a whole.</summary>
    Critical = 4,

    /// <summary>The lines of the access log (AWS: accessLogSettings).</summary>
    Access = 5,

    /// <summary>The lines of the execution log (AWS: loggingLevel).</summary>
    Execution = 6,
}
