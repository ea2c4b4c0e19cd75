using ControlPlane.Domain.Authorizers;

namespace ControlPlane.Gateway.Testing;

/// <summary>What an authorizer is tested with.</summary>
/// <param name="ApiId">The API.</param>
/// <param name="Authorizer">The authorizer.</param>
public sealed record AuthorizerTestRequest(string ApiId, Authorizer Authorizer)
{
    /// <summary>The request's path and query.</summary>
    public string PathWithQueryString { get; init; } = "/";

    /// <summary>The request's headers, an entry per value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The stage's variables.</summary>
    public required IReadOnlyDictionary<string, string> StageVariables { get; init; }
}

/// <summary>What came of a test.</summary>
/// <param name="ClientStatus">The status a client would get; 0 when the authorizer has given a policy.</param>
/// <param name="Log">What happened, line by line.</param>
/// <param name="Latency">How long it took.</param>
public sealed record AuthorizerTestResult(int ClientStatus, string Log, TimeSpan Latency)
{
    /// <summary>Who calls, or null.</summary>
    public string? PrincipalId { get; init; }

    /// <summary>The policy, or null.</summary>
    public string? Policy { get; init; }

    /// <summary>What else the function said of the caller.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Context { get; init; } = [];
}
