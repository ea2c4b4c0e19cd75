namespace ControlPlane.Storage.DynamoDb;

/// <summary>Which DynamoDB table a store uses, and how long it may try.</summary>
public sealed record DynamoDbStoreOptions
{
    /// <summary>The table's name, 3 to 255 characters.</summary>
    public required string Table { get; init; }

    /// <summary>Another endpoint than the region's; null leaves it to <c>AWS_ENDPOINT_URL_DYNAMODB</c> and the region.</summary>
    public Uri? ServiceUrl { get; init; }

    /// <summary>The region, for example <c>us-east-1</c>; null leaves it to <c>AWS_REGION</c> and the profile.</summary>
    public string? Region { get; init; }

    /// <summary>
    /// How long one request to DynamoDB is tried in all, pauses included, before the store counts as unavailable: no try but the first
    /// starts that could end later. Default 5 s: several tries, and still an answer within the time that clients of the control API wait.
    /// </summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a single try waits for its answer. Default 2 s: DynamoDB answers within milliseconds, a new TLS connection included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
