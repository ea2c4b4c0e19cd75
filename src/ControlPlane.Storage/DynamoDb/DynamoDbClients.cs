using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Makes clients of DynamoDB as every host needs them.</summary>
internal static class DynamoDbClients
{
    private const string _endpointVariable = "AWS_ENDPOINT_URL_DYNAMODB";
    private const string _accessKeyVariable = "AWS_ACCESS_KEY_ID";

    /// <summary>A client for the table's region or endpoint. It talks to nobody before its first request.</summary>
    /// <param name="options">Where.</param>
    /// <param name="http">Makes its connections, or null for the SDK's own way.</param>
    /// <exception cref="StoreUnavailableException">No region is known, or the endpoint is no address.</exception>
    public static AmazonDynamoDBClient Create(DynamoDbStoreOptions options, HttpClientFactory? http = null)
    {
        var url = Url(options);
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
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region(options) ?? throw new StoreUnavailableException("No AWS region is known for DynamoDB: set AWS_REGION, or --region of the local host."));
            return new AmazonDynamoDBClient(config);
        }

        config.ServiceURL = url.OriginalString;
        config.AuthenticationRegion = Region(options) ?? "us-east-1";
        return NeedsNoCredentials(url) ? new AmazonDynamoDBClient(new BasicAWSCredentials("local", "local"), config) : new AmazonDynamoDBClient(config);
    }

    /// <summary>Whether the store's requests are signed with the credentials that AWS's tools find.</summary>
    public static bool NeedsCredentials(DynamoDbStoreOptions options) => !(Url(options) is { } url && NeedsNoCredentials(url));

    /// <summary>
    /// Looks for credentials where AWS's tools keep them. Asked for first, the SDK may look longer than one try of a request may take,
    /// and the failure would read as if DynamoDB did not answer.
    /// </summary>
    /// <param name="table">The table they are for.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="StoreUnavailableException">There are none.</exception>
    public static async Task FindCredentialsAsync(string table, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => DefaultAWSCredentialsIdentityResolver.GetCredentials(), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonClientException exception) when (DynamoDbFailure.Of(exception, table) is { } failure)
        {
            throw failure.ToException();
        }
    }

    private static Uri? Url(DynamoDbStoreOptions options) =>
        options.ServiceUrl is { } url ? url
        : Environment.GetEnvironmentVariable(_endpointVariable) is not { Length: > 0 } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out url) ? url
        : throw new StoreUnavailableException($"{_endpointVariable} needs an address such as http://127.0.0.1:8000, not '{text}'.");

    // An engine on this machine checks no credentials, but the SDK signs with some; real ones are not sent there unasked.
    private static bool NeedsNoCredentials(Uri url) => url.IsLoopback && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(_accessKeyVariable));

    // Not the instance metadata service: it would be asked over the network, and by machines that have none.
    private static string? Region(DynamoDbStoreOptions options) =>
        options.Region ?? FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName;
}
