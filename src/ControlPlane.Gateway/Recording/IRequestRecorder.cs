using ControlPlane.Domain.Metrics;
using ControlPlane.Gateway.Metrics;

namespace ControlPlane.Gateway.Recording;

/// <summary>Told about every request that reached a stage, when its response is done. Called on the request's own thread: must not block.</summary>
public interface IRequestRecorder
{
    /// <summary>Takes note of a request.</summary>
    void Record(in RequestRecord record);
}

/// <summary>What one request came to.</summary>
public readonly record struct RequestRecord
{
    /// <summary>The API.</summary>
    public required string ApiId { get; init; }

    /// <summary>The stage.</summary>
    public required string StageName { get; init; }

    /// <summary>The revision of the stage that served the request.</summary>
    public required long StageRevision { get; init; }

    /// <summary>True when the canary served it.</summary>
    public required bool IsCanary { get; init; }

    /// <summary>The deployment that served it.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>What metrics call the stage's variant.</summary>
    public required StageLabels Labels { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The verb.</summary>
    public required string Verb { get; init; }

    /// <summary>The resource's path template, or null when none matched.</summary>
    public string? ResourcePath { get; init; }

    /// <summary>The matched method's own verb (<c>ANY</c> stays <c>ANY</c>) when detailed metrics of it are wanted, else null.</summary>
    public string? DetailedVerb { get; init; }

    /// <summary>The response's status.</summary>
    public required int Status { get; init; }

    /// <summary>The error type of an answer of the gateway itself, or null.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The version of a function, called by an alias, that ran for it; null when none did.</summary>
    public FunctionVersion? Executed { get; init; }

    /// <summary>True when that version failed, whatever the response.</summary>
    public bool FunctionFailed { get; init; }

    /// <summary>True when the client went away before its response.</summary>
    public bool Aborted { get; init; }

    /// <summary>From the request's arrival to its response's end.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>The backend's share of that; zero when none was asked.</summary>
    public required TimeSpan IntegrationLatency { get; init; }

    /// <summary>The request's id.</summary>
    public required string RequestId { get; init; }
}
