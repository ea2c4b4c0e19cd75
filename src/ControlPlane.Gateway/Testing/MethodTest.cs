using ControlPlane.Domain.Deployments;

namespace ControlPlane.Gateway.Testing;

/// <summary>A request that runs a method without a deployment (AWS: TestInvokeMethod).</summary>
public sealed record MethodTest
{
    /// <summary>The API with the one resource, and on it the one method, that is run.</summary>
    public required DeployedApi Api { get; init; }

    /// <summary>The verb the method is asked with, upper case.</summary>
    public required string Verb { get; init; }

    /// <summary>The path below the stage, with its query; null for the resource's own path.</summary>
    public string? PathWithQueryString { get; init; }

    /// <summary>The body; empty for none.</summary>
    public string Body { get; init; } = "";

    /// <summary>The headers, one entry per value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The stage variables, as if a stage had them.</summary>
    public IReadOnlyDictionary<string, string> StageVariables { get; init; } = new Dictionary<string, string>();
}

/// <summary>How a test ended (AWS: TestInvokeMethodResponse).</summary>
/// <param name="Status">The status the client would get.</param>
/// <param name="Headers">The headers, one entry per value, without the two request ids.</param>
/// <param name="Body">The body; base64 when it is no text.</param>
/// <param name="Log">The execution log, line by line.</param>
/// <param name="Latency">Milliseconds from the request to its response.</param>
public sealed record MethodTestResult(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body, string Log, long Latency);
