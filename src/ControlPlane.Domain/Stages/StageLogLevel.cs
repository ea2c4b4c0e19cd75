using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Stages;

/// <summary>
/// From which level on records are kept. The names are those of the Zappa and Powertools settings; the numbers are those of
/// Microsoft.Extensions.Logging's <c>LogLevel</c>, so that a cast converts.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<StageLogLevel>))]
public enum StageLogLevel
{
    /// <summary>Everything, also what each step of a request did.</summary>
    [JsonStringEnumMemberName("DEBUG")]
    Debug = 1,

    /// <summary>A record for every request.</summary>
    [JsonStringEnumMemberName("INFO")]
    Info = 2,

    /// <summary>Requests that the gateway refused, and failures.</summary>
    [JsonStringEnumMemberName("WARNING")]
    Warning = 3,

    /// <summary>Failures alone.</summary>
    [JsonStringEnumMemberName("ERROR")]
    Error = 4,

    /// <summary>What endangers the service as a whole.</summary>
    [JsonStringEnumMemberName("CRITICAL")]
    Critical = 5,
}
