namespace ControlPlane.Lambda.Functions;

/// <summary>What Lambda says of a function version, as far as deployments need it.</summary>
public sealed record FunctionConfiguration
{
    /// <summary>The function's name.</summary>
    public string FunctionName { get; init; } = "";

    /// <summary>Its ARN; that of a version or alias when one was asked for.</summary>
    public string FunctionArn { get; init; } = "";

    /// <summary>The version, <c>$LATEST</c> for what is not published.</summary>
    public string Version { get; init; } = "";

    /// <summary>Its description; empty for none.</summary>
    public string Description { get; init; } = "";

    /// <summary>The runtime, or null for a container image.</summary>
    public string? Runtime { get; init; }

    /// <summary>The SHA-256 of its package, base64.</summary>
    public string CodeSha256 { get; init; } = "";

    /// <summary>How long an invocation may take, seconds.</summary>
    public int Timeout { get; init; }

    /// <summary>Megabytes.</summary>
    public int MemorySize { get; init; }

    /// <summary><c>Pending</c>, <c>Active</c>, <c>Inactive</c> or <c>Failed</c>.</summary>
    public string? State { get; init; }

    /// <summary><c>Successful</c>, <c>InProgress</c> or <c>Failed</c>.</summary>
    public string? LastUpdateStatus { get; init; }

    /// <summary>Changes with every change of the function.</summary>
    public string RevisionId { get; init; } = "";
}

/// <summary>How to publish.</summary>
public sealed record PublishVersionRequest
{
    /// <summary>The code that must be there, base64 SHA-256, or null for any.</summary>
    public string? CodeSha256 { get; init; }

    /// <summary>The version's description, or null for the function's.</summary>
    public string? Description { get; init; }

    /// <summary>The revision that must be there, or null for any.</summary>
    public string? RevisionId { get; init; }
}
