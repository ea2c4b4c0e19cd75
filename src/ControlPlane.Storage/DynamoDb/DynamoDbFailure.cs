using System.Net;
using Amazon.Runtime;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>What a failed try means: whether another may help, whether this one may have taken effect all the same, and what to tell the operator.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Reason">One line that says what to do, for the log.</param>
/// <param name="Cause">The exception behind it; null when its message could hold a secret.</param>
internal sealed record DynamoDbFailure(DynamoDbFailure.Kinds Kind, string Reason, Exception? Cause)
{
    /// <summary>The kinds of failure.</summary>
    public enum Kinds
    {
        /// <summary>Not applied: too many requests. Another try may help.</summary>
        Throttled,

        /// <summary>Not applied: the request never left. Another try may help.</summary>
        NotSent,

        /// <summary>Perhaps applied: no answer, or an error of the service itself. Another try may help.</summary>
        InDoubt,

        /// <summary>Not applied, and no further try will be.</summary>
        Final,
    }

    /// <summary>What an exception of the SDK means, or null when it is none of these: a mistake of ours, say.</summary>
    /// <param name="exception">The exception of one try that its caller did not cancel.</param>
    /// <param name="table">The table, for the message.</param>
    public static DynamoDbFailure? Of(Exception exception, string table) => exception switch
    {
        AmazonServiceException { ErrorCode.Length: > 0 } service => OfService(service, table),
        OperationCanceledException or TimeoutException => new(Kinds.InDoubt, "DynamoDB did not answer in time.", exception),
        _ when Inner<HttpRequestException>(exception) is { } http => OfTransport(http),
        _ when Inner<IOException>(exception) is { } io => new(Kinds.InDoubt, $"The connection to DynamoDB broke: {io.Message}", exception),
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError } => new(Kinds.InDoubt, $"DynamoDB failed: {exception.Message}", exception),
        AmazonUnmarshallingException => new(Kinds.InDoubt, $"DynamoDB's answer cannot be read: {exception.Message}", exception),
        AmazonServiceException => null,
        AmazonClientException when exception.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) => new(
            Kinds.Final,
            "No AWS credentials were found for DynamoDB: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, choose a profile with AWS_PROFILE, or give the machine a role.",
            exception),
        AmazonClientException => new(Kinds.Final, $"Requests to DynamoDB cannot be signed or sent: {exception.Message}", exception),
        ObjectDisposedException => new(Kinds.Final, "The store is closed.", exception),
        _ => null,
    };

    /// <summary>The exception for the store's caller.</summary>
    public StoreUnavailableException ToException() =>
        Kind == Kinds.Throttled ? new StoreThrottledException(Reason, Cause) : new StoreUnavailableException(Reason, Cause);

    private static DynamoDbFailure? OfService(AmazonServiceException exception, string table) => exception.ErrorCode switch
    {
        "ProvisionedThroughputExceededException" or "ThrottlingException" or "ThrottledException" or "RequestLimitExceeded" or "TooManyRequestsException" =>
            new(Kinds.Throttled, $"DynamoDB throttles requests to the table {table}: raise its capacity or use on-demand billing. {exception.Message}", exception),
        "ResourceNotFoundException" => new(
            Kinds.Final,
            $"The DynamoDB table {table} is not there: create it (sam deploy, or --create-table of the local host), or name another table, region or endpoint.",
            exception),
        "AccessDeniedException" => new(
            Kinds.Final,
            $"AWS denies access to the DynamoDB table {table}: grant GetItem, Query, PutItem, UpdateItem, DeleteItem and DescribeTable on it. {exception.Message}",
            exception),
        "ExpiredTokenException" or "ExpiredToken" => new(Kinds.Final, "The AWS credentials for DynamoDB have expired: sign in again, or renew them.", null),

        // The service's message about a signature quotes the signed headers, the session token among them.
        "UnrecognizedClientException" or "InvalidSignatureException" or "SignatureDoesNotMatch" or "InvalidClientTokenId"
            or "IncompleteSignatureException" or "MissingAuthenticationTokenException" or "RequestExpired" => new(
            Kinds.Final,
            $"DynamoDB does not accept the AWS credentials ({exception.ErrorCode}): check access key, secret, region and the machine's clock.",
            null),
        "ValidationException" when exception.Message.Contains("schema", StringComparison.Ordinal) || exception.Message.Contains("Missing the key", StringComparison.Ordinal) =>
            new(Kinds.Final, DynamoDbTable.OtherKeys(table), exception),
        _ when exception.StatusCode == HttpStatusCode.TooManyRequests => new(Kinds.Throttled, $"DynamoDB throttles requests: {exception.Message}", exception),
        _ when exception.StatusCode >= HttpStatusCode.InternalServerError => new(Kinds.InDoubt, $"DynamoDB failed ({exception.ErrorCode}): {exception.Message}", exception),
        _ => null,
    };

    private static DynamoDbFailure OfTransport(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError =>
            new(Kinds.NotSent, $"DynamoDB cannot be reached: {exception.Message}", exception),
        _ => new(Kinds.InDoubt, $"The connection to DynamoDB broke: {exception.Message}", exception),
    };

    private static T? Inner<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not (null or T))
        {
            exception = exception.InnerException;
        }

        return (T?)exception;
    }
}
