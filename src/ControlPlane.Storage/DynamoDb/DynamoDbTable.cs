using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>The table itself: whether it is fit for the store, and how one for development is made.</summary>
internal sealed class DynamoDbTable(IAmazonDynamoDB client, DynamoDbCalls calls, string table, TimeProvider time)
{
    private static readonly TimeSpan _creationTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(2);

    /// <summary>What to tell of a table with another key schema.</summary>
    public static string OtherKeys(string table) =>
        $"The DynamoDB table {table} has other keys than this store needs, a partition key PK and a sort key SK, both strings: name another table.";

    /// <summary>Makes sure that the table can be used.</summary>
    /// <returns>What the operator should know although all works, or null.</returns>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var description = await DescribeAsync(cancellationToken).ConfigureAwait(false);
        if (!HasOurKeys(description))
        {
            throw new StoreUnavailableException(OtherKeys(table));
        }

        if (!IsUsable(description))
        {
            throw new StoreUnavailableException($"The DynamoDB table {table} is {description.TableStatus}: wait until it is ACTIVE.");
        }

        return await TimeToLiveNoticeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates the table unless it is there, and waits until it can be used.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        var request = new CreateTableRequest
        {
            TableName = table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new(DynamoDbItems.PartitionKey, ScalarAttributeType.S), new(DynamoDbItems.SortKey, ScalarAttributeType.S)],
            KeySchema = [new(DynamoDbItems.PartitionKey, KeyType.HASH), new(DynamoDbItems.SortKey, KeyType.RANGE)],
        };
        try
        {
            await calls.SendAsync(token => client.CreateTableAsync(request, token), cancellationToken).ConfigureAwait(false);
        }
        catch (ResourceInUseException)
        {
            // It is there, or somebody else is creating it.
            await WaitUntilUsableAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        await WaitUntilUsableAsync(cancellationToken).ConfigureAwait(false);
        await EnableTimeToLiveAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool IsUsable(TableDescription description) => description.TableStatus == TableStatus.ACTIVE || description.TableStatus == TableStatus.UPDATING;

    private static bool HasOurKeys(TableDescription description) =>
        description.KeySchema is { Count: 2 } keys
        && IsOurs(description, keys[0], DynamoDbItems.PartitionKey, KeyType.HASH)
        && IsOurs(description, keys[1], DynamoDbItems.SortKey, KeyType.RANGE);

    private static bool IsOurs(TableDescription description, KeySchemaElement key, string name, KeyType type) =>
        key.AttributeName == name
        && key.KeyType == type
        && description.AttributeDefinitions.Exists(attribute => attribute.AttributeName == name && attribute.AttributeType == ScalarAttributeType.S);

    private async Task<TableDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        var answer = await calls.SendAsync(token => client.DescribeTableAsync(new DescribeTableRequest(table), token), cancellationToken).ConfigureAwait(false);
        return answer.Response!.Table;
    }

    private async Task WaitUntilUsableAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var pause = _firstPause;
        while (!await IsThereAsync(cancellationToken).ConfigureAwait(false))
        {
            if (time.GetElapsedTime(started) > _creationTimeout)
            {
                throw new StoreUnavailableException($"The DynamoDB table {table} is not ACTIVE after {_creationTimeout.TotalMinutes} minutes: look at it in the AWS console.");
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }

    // A table that was just created may not be seen at first.
    private async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        try
        {
            return IsUsable(await DescribeAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (StoreUnavailableException exception) when (exception.InnerException is ResourceNotFoundException)
        {
            return false;
        }
    }

    private async Task EnableTimeToLiveAsync(CancellationToken cancellationToken)
    {
        var request = new UpdateTimeToLiveRequest
        {
            TableName = table,
            TimeToLiveSpecification = new TimeToLiveSpecification { AttributeName = DynamoDbItems.ExpiresAt, Enabled = true },
        };
        try
        {
            await calls.SendAsync(token => client.UpdateTimeToLiveAsync(request, token), cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonDynamoDBException exception) when (exception.ErrorCode == "UnknownOperationException")
        {
            // Engines for development need not delete what has expired; the check of the table says so.
        }
    }

    private async Task<string?> TimeToLiveNoticeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = new DescribeTimeToLiveRequest { TableName = table };
            var answer = await calls.SendAsync(token => client.DescribeTimeToLiveAsync(request, token), cancellationToken).ConfigureAwait(false);
            var ttl = answer.Response!.TimeToLiveDescription;
            var isOn = ttl?.TimeToLiveStatus == TimeToLiveStatus.ENABLED || ttl?.TimeToLiveStatus == TimeToLiveStatus.ENABLING;
            return isOn && ttl!.AttributeName == DynamoDbItems.ExpiresAt
                ? null
                : $"The DynamoDB table {table} has no TTL on {DynamoDbItems.ExpiresAt}: what has expired is never served, but stays and is paid for.";
        }
        catch (Exception exception) when (exception is StoreUnavailableException or AmazonDynamoDBException)
        {
            // Worth no refusal: the store itself does not need this permission.
            return $"Whether the DynamoDB table {table} has a TTL on {DynamoDbItems.ExpiresAt} cannot be seen: {exception.Message}";
        }
    }
}
