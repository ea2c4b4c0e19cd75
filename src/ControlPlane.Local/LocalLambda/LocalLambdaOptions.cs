namespace ControlPlane.Local.LocalLambda;

/// <summary>How the local Lambda service runs. Every limit that AWS also has defaults to AWS's value unless a laptop calls for another.</summary>
public sealed record LocalLambdaOptions
{
    /// <summary>The folder that holds code packages and runtime shims (below <c>lambda/</c>). Created when missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The account that ARNs carry; 12 digits.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>The region that ARNs and the functions' environment carry.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Most function processes alive at once, all functions together; 1 or more. Beyond it invocations wait, then get 429.</summary>
    public int MaxConcurrency { get; init; } = 64;

    /// <summary>How long an invocation may wait for a process when <see cref="MaxConcurrency"/> is reached, before it gets 429.</summary>
    public TimeSpan ThrottleAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an unused process is kept warm.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a new process may take until it first asks for an event (AWS: 10 s; a cold laptop is slower).</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long processes get between SIGTERM and SIGKILL when the host stops.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Waits before the retries of a failed asynchronous (Event) invocation; their number is the number of retries.</summary>
    public IReadOnlyList<TimeSpan> EventRetryDelays { get; init; } = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];

    /// <summary>Most asynchronous invocations queued at once; beyond it Event invocations get 429.</summary>
    public int EventQueueLength { get; init; } = 1000;

    /// <summary>
    /// Variables every function gets on top of Lambda's own and below the function's, for example real AWS credentials or
    /// <c>AWS_ENDPOINT_URL</c>. Without any, functions see dummy credentials.
    /// </summary>
    public IReadOnlyDictionary<string, string> FunctionEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>The chance by which alias weights choose a version; must be safe to use from any thread.</summary>
    public Random Random { get; init; } = Random.Shared;
}
