using System.Text.Json;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>Where code comes from. <c>ZipFile</c> stays unparsed so that bad base64 gets AWS's own error.</summary>
internal sealed record FunctionCode(JsonElement ZipFile, string? S3Bucket, string? S3Key, string? ImageUri);

/// <summary>The settings that creating and updating a function have in common; null leaves a setting as it is.</summary>
internal record FunctionSettings
{
    public string? Runtime { get; init; }

    public string? Role { get; init; }

    public string? Handler { get; init; }

    public string? Description { get; init; }

    public int? Timeout { get; init; }

    public int? MemorySize { get; init; }

    public VpcConfig? VpcConfig { get; init; }

    public DeadLetterConfig? DeadLetterConfig { get; init; }

    public FunctionVariables? Environment { get; init; }

    public string? KMSKeyArn { get; init; }

    public TracingConfig? TracingConfig { get; init; }

    public IReadOnlyList<string>? Layers { get; init; }

    public EphemeralStorage? EphemeralStorage { get; init; }

    public SnapStart? SnapStart { get; init; }

    public LoggingConfig? LoggingConfig { get; init; }
}

internal sealed record CreateFunctionRequest : FunctionSettings
{
    public string? FunctionName { get; init; }

    public FunctionCode? Code { get; init; }

    public bool Publish { get; init; }

    public string? PackageType { get; init; }

    public IReadOnlyList<string>? Architectures { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

internal sealed record UpdateFunctionConfigurationRequest : FunctionSettings
{
    public string? RevisionId { get; init; }
}

internal sealed record UpdateFunctionCodeRequest(
    JsonElement ZipFile,
    string? S3Bucket,
    string? S3Key,
    string? ImageUri,
    bool Publish,
    bool DryRun,
    string? RevisionId,
    IReadOnlyList<string>? Architectures);

/// <summary>What GetFunction answers.</summary>
internal sealed record GetFunctionResponse(
    FunctionConfiguration Configuration,
    FunctionCodeLocation Code,
    IReadOnlyDictionary<string, string>? Tags,
    FunctionConcurrency? Concurrency);

/// <summary>Where the package can be downloaded.</summary>
internal sealed record FunctionCodeLocation(string RepositoryType, string Location);

/// <summary>Reserved concurrency; absent when none is reserved.</summary>
internal sealed record FunctionConcurrency(int? ReservedConcurrentExecutions);

internal sealed record ListFunctionsResponse(IReadOnlyList<FunctionConfiguration> Functions, string? NextMarker);
