namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>
/// What the API shows of a function version, and what is stored of it. <c>$LATEST</c> has one that changes; published versions
/// have one each that never does.
/// </summary>
internal sealed record FunctionConfiguration
{
    public required string FunctionName { get; init; }

    public required string FunctionArn { get; init; }

    public string? Runtime { get; init; }

    public required string Role { get; init; }

    public string? Handler { get; init; }

    public long CodeSize { get; init; }

    public string Description { get; init; } = string.Empty;

    /// <summary>Seconds.</summary>
    public int Timeout { get; init; }

    /// <summary>Megabytes; told to the function, not enforced.</summary>
    public int MemorySize { get; init; }

    public required string LastModified { get; init; }

    /// <summary>SHA-256 of the zip in base64, also the name of the stored package.</summary>
    public required string CodeSha256 { get; init; }

    public required string Version { get; init; }

    public VpcConfig? VpcConfig { get; init; }

    public DeadLetterConfig? DeadLetterConfig { get; init; }

    public FunctionVariables? Environment { get; init; }

    public string? KMSKeyArn { get; init; }

    public TracingConfig? TracingConfig { get; init; }

    public required string RevisionId { get; init; }

    public IReadOnlyList<Layer>? Layers { get; init; }

    public string State { get; init; } = "Active";

    public string LastUpdateStatus { get; init; } = "Successful";

    public string PackageType { get; init; } = "Zip";

    public IReadOnlyList<string>? Architectures { get; init; }

    public EphemeralStorage? EphemeralStorage { get; init; }

    public SnapStart? SnapStart { get; init; }

    public LoggingConfig? LoggingConfig { get; init; }
}

/// <summary>The function's own environment variables.</summary>
internal sealed record FunctionVariables(IReadOnlyDictionary<string, string>? Variables);

/// <summary>Stored and shown; the local service has no networks of its own.</summary>
internal sealed record VpcConfig(IReadOnlyList<string>? SubnetIds, IReadOnlyList<string>? SecurityGroupIds, string? VpcId = null);

/// <summary>Stored and shown, and compared between the two versions of a weighted alias.</summary>
internal sealed record DeadLetterConfig(string? TargetArn);

/// <summary>Active or PassThrough.</summary>
internal sealed record TracingConfig(string? Mode);

/// <summary>A layer a function names. Its content is not available locally.</summary>
internal sealed record Layer(string Arn, long CodeSize);

/// <summary>The size of <c>/tmp</c> in megabytes; not enforced.</summary>
internal sealed record EphemeralStorage(int Size);

/// <summary>Stored and shown; local cold starts are not snapshotted.</summary>
internal sealed record SnapStart(string? ApplyOn, string? OptimizationStatus);

/// <summary>Where and how the function logs.</summary>
internal sealed record LoggingConfig(string? LogFormat, string? ApplicationLogLevel, string? SystemLogLevel, string? LogGroup);
