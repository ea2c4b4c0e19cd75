using ControlPlane.Api.Description;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Api.Stages;

/// <summary>Our own operations on the log level of a stage.</summary>
internal static class LogLevelOperations
{
    private const string _path = StageOperations.One + "/loglevel";

    private static readonly Member _level = Members.OneOf<StageLogLevel>("level", "From which level on records are kept.");
    private static readonly Member _sampleRate = new("sampleRate", Shape.Number, "The share of requests that log everything, 0.0 to 1.0.");
    private static readonly Member _debugOnFailure = new(
        "debugOnFailure",
        new StructureShape("DebugOnFailure", [new("slowerThanMillis", Shape.Integer, "Milliseconds from which on a request is too slow, 1 or more.")]),
        "Present when requests log everything that end with 5xx or an answer of the gateway's own, or are too slow; true stands for {}.");

    private static readonly Member _expiresAt = new("expiresAt", Shape.Timestamp, "When it ends; absent when it stays.");

    /// <summary>What decides the level of a stage's requests.</summary>
    public static StructureShape Effective { get; } = new(
        "EffectiveLogLevel",
        [
            new("source", Shape.Text, "What decides.") { Values = ["OVERRIDE", "METHOD_SETTINGS", "DEFAULT"] },
            new("level", Shape.Text, "From which level on records are kept; OFF for none."),
            new("sampleRate", Shape.Number, "The share of requests that log everything, 0.0 to 1.0."),
            new("methods", Shape.TextMap, "The levels of methods that have their own."),
        ]);

    private static readonly StructureShape _logLevel =
        new("LogLevel", [_level, _sampleRate, _debugOnFailure, _expiresAt, new("effective", Effective, "What counts in all.")]);

    /// <summary>The log level as a stage shows it.</summary>
    public static StructureShape LogLevelOverride { get; } = new("LogLevelOverride", [_level, _sampleRate, _debugOnFailure, _expiresAt]);

    public static Operation Put { get; } = new("PutStageLogLevel", "PUT", _path, 200, "Sets the log level of a stage and its canary, for a while or for good.")
    {
        Headers = [Members.IfMatch],
        Body =
        [
            _level.Needed(),
            new("ttlSeconds", Shape.Integer, "Seconds after which it ends by itself, 1 to 604800."),
            _sampleRate,
            _debugOnFailure,
        ],
        Output = _logLevel,
        IsApiGateways = false,
    };

    public static Operation Get { get; } = new("GetStageLogLevel", "GET", _path, 200, "Shows the log level of a stage and what decides it.")
    {
        Output = _logLevel,
        IsApiGateways = false,
    };

    public static Operation Delete { get; } = new("DeleteStageLogLevel", "DELETE", _path, 204, "Takes back the log level of a stage.")
    {
        Headers = [Members.IfMatch],
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Put, Get, Delete];
}
