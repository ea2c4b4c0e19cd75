using ControlPlane.Api;
using ControlPlane.Domain.Stages;
using ControlPlane.Storage.DynamoDb;

namespace ControlPlane.Local;

/// <summary>How one machine runs the whole system.</summary>
internal sealed record LocalOptions
{
    /// <summary>Where the control API and the local Lambda service listen: an http address, on a loopback interface unless there are access keys.</summary>
    public Uri ControlUrl { get; init; } = new("http://127.0.0.1:4000");

    /// <summary>Where deployed stages are served: an http address, on a loopback interface unless there are access keys.</summary>
    public Uri GatewayUrl { get; init; } = new("http://127.0.0.1:4001");

    /// <summary>The folder that function code, and without a table the configuration, is kept in.</summary>
    public string DataFolder { get; init; } = ".controlplane";

    /// <summary>The DynamoDB table that the configuration is kept in, or null for a file in the data folder.</summary>
    public DynamoDbStoreOptions? Table { get; init; }

    /// <summary>Whether the table is created when it is not there.</summary>
    public bool CreatesTable { get; init; }

    /// <summary>Another Lambda service to invoke instead of the local one, or null.</summary>
    public Uri? LambdaUrl { get; init; }

    /// <summary>The file of the access keys that requests to the control port must be signed with, or null when they need not be.</summary>
    public string? AccessKeys { get; init; }

    /// <summary>The account that ARNs and messages carry, twelve digits.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>The region that ARNs carry.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The quotas.</summary>
    public Quotas Quotas { get; init; } = new();

    /// <summary>From which level on records are kept, or null: INFO, and WARNING for the requests of stages, which may be many.</summary>
    public StageLogLevel? LogLevel { get; init; }

    /// <summary>Where traces and metrics are exported to (OTLP), or null for nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Whether the console gets one JSON object per record, or one line of text.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Json;
}

/// <summary>How log records are written to the console.</summary>
internal enum LogFormat
{
    /// <summary>One JSON object per record.</summary>
    Json,

    /// <summary>One line of text per record.</summary>
    Text,
}
