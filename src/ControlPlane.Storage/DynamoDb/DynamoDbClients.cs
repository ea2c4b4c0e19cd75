using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Makes clients of DynamoDB as every host needs them. Nothing here talks to the network.</summary>
internal static class DynamoDbClients
{
    private const string _endpointVariable = "AWS_ENDPOINT_URL_DYNAMODB";
    private const string _accessKeyVariable = "AWS_ACCESS_KEY_ID";

    /// <summary>A client for the table's region or endpoint.</summary>
    /// <param name="options">Where.</param>
    /// <param name="http">Makes its connections, or null for the SDK's own way.</param>
    /// <exception cref="StoreUnavailableException">No region is known.</exception>
    public static AmazonDynamoDBClient Create(DynamoDbStoreOptions options, HttpClientFactory? http = null)
    {
        var url = options.ServiceUrl ?? (Environment.GetEnvironmentVariable(_endpointVariable) is { Length: > 0 } endpoint ? new Uri(endpoint) : null);
        var config = new AmazonDynamoDBConfig
        {
            // The store tries again itself: it must know whether an earlier try may have taken effect. It also limits each try.
            MaxErrorRetry = 0,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (http is not null)
        {
            config.HttpClientFactory = http;
        }

        if (url is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region(options) ?? throw new StoreUnavailableException("No AWS region is known for DynamoDB: set AWS_REGION, or name one."));
            return new AmazonDynamoDBClient(config);
        }

        config.ServiceURL = url.OriginalString;
        config.AuthenticationRegion = Region(options) ?? "us-east-1";

        // An engine on this machine checks no credentials, but the SDK signs with some; real ones are not sent there unasked.
        return url.IsLoopback && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(_accessKeyVariable))
            ? new AmazonDynamoDBClient(new BasicAWSCredentials("local", "local"), config)
            : new AmazonDynamoDBClient(config);
    }

    // Not the instance metadata service: it would be asked over the network, and by machines that have none.
    private static string? Region(DynamoDbStoreOptions options) =>
        options.Region ?? FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName;
}
