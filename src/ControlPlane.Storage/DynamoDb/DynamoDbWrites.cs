using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Storage.Items;
using static ControlPlane.Storage.DynamoDb.DynamoDbItems;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>
/// Conditional writes of single items. When the answer of a try is lost and the next finds its condition broken, that may be its
/// own doing: then the item is read back, and its <see cref="WriteId"/> tells whose write it holds.
/// </summary>
internal sealed class DynamoDbWrites(IAmazonDynamoDB client, DynamoDbCalls calls, string table)
{
    private const string _expired = $"{ExpiresAt} <= :now";
    private const string _unexpired = $"(attribute_not_exists({ExpiresAt}) OR {ExpiresAt} > :now)";
    private const string _anotherWrite = $"(attribute_not_exists({WriteId}) OR {WriteId} <> :write)";

    /// <summary>Puts an item when its condition holds.</summary>
    /// <returns>The new revision, or null when the condition did not hold.</returns>
    /// <exception cref="ItemTooLargeException">DynamoDB finds the item too large.</exception>
    public async Task<long?> PutAsync(ItemPut put, long now, CancellationToken cancellationToken)
    {
        if (!CanHold(put.Key))
        {
            throw new ArgumentException($"DynamoDB cannot hold the key {put.Key}.", nameof(put));
        }

        try
        {
            return put.Condition.Rule == PutCondition.Kind.None
                ? await PutAnyAsync(put, cancellationToken).ConfigureAwait(false)
                : await PutWhenAsync(put, now, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonDynamoDBException exception) when (exception.ErrorCode == "ValidationException" && exception.Message.Contains("Item size", StringComparison.Ordinal))
        {
            throw new ItemTooLargeException(put.Key, put.Body.Length);
        }
    }

    /// <summary>Deletes an item when its condition holds.</summary>
    /// <returns>Whether it was there and the condition held.</returns>
    public async Task<bool> DeleteAsync(ItemKey key, PutCondition condition, long now, CancellationToken cancellationToken)
    {
        if (!CanHold(key))
        {
            return false;
        }

        var request = new DeleteItemRequest { TableName = table, Key = Key(key), ConditionExpression = $"attribute_exists({Revision})" };
        if (condition.Rule == PutCondition.Kind.AtRevision)
        {
            request.ConditionExpression = $"{Revision} = :at AND {_unexpired}";
            request.ExpressionAttributeValues = new() { [":at"] = Number(condition.Revision), [":now"] = Number(now) };
        }

        var answer = await calls.SendAsync(token => client.DeleteItemAsync(request, token), cancellationToken).ConfigureAwait(false);
        if (answer.Response is not null)
        {
            return true;
        }

        if (!answer.InDoubt)
        {
            return false;
        }

        // Gone, as asked: by the try whose answer was lost, or by somebody else in that moment, which comes to the same.
        return await ReadBackAsync(key, cancellationToken).ConfigureAwait(false) is null ? true : throw Unknown(key);
    }

    /// <summary>Adds to counters. An addition whose answer was lost, and which another addition overtook before it was tried again, may count twice.</summary>
    public async Task AddAsync(ItemKey key, IReadOnlyDictionary<string, long> deltas, DateTimeOffset? expiresAt, long now, CancellationToken cancellationToken)
    {
        if (!CanHold(key))
        {
            throw new ArgumentException($"DynamoDB cannot hold the key {key}.", nameof(key));
        }

        if (deltas.Count == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return;
        }

        var write = NewWriteId();
        while (!await AddToUnexpiredAsync(key, deltas, expiresAt, now, write, cancellationToken).ConfigureAwait(false)
            && !await ReplaceExpiredAsync(key, deltas, expiresAt, now, write, cancellationToken).ConfigureAwait(false))
        {
            // Expired at the first look and no longer at the second: somebody else began anew.
        }
    }

    private async Task<long?> PutWhenAsync(ItemPut put, long now, CancellationToken cancellationToken)
    {
        var absent = put.Condition.Rule == PutCondition.Kind.Absent;
        var revision = put.Condition.Revision + 1;
        var write = NewWriteId();
        var item = Key(put.Key);
        item[Revision] = Number(revision);
        item[WriteId] = write;
        if (!put.Body.IsEmpty)
        {
            item[Body] = Bytes(put.Body);
        }

        if (put.ExpiresAt is { } expiry)
        {
            item[ExpiresAt] = Number(expiry.ToUnixTimeSeconds());
        }

        var request = new PutItemRequest
        {
            TableName = table,
            Item = item,
            ConditionExpression = absent ? $"attribute_not_exists({PartitionKey}) OR {_expired}" : $"{Revision} = :at AND {_unexpired}",
            ExpressionAttributeValues = new() { [":now"] = Number(now) },
        };
        if (!absent)
        {
            request.ExpressionAttributeValues[":at"] = Number(put.Condition.Revision);
        }

        var answer = await calls.SendAsync(token => client.PutItemAsync(request, token), cancellationToken).ConfigureAwait(false);
        if (answer.Response is not null)
        {
            return revision;
        }

        if (!answer.InDoubt)
        {
            return null;
        }

        var found = await ReadBackAsync(put.Key, cancellationToken).ConfigureAwait(false);
        return found switch
        {
            { } own when own.Write == write.S => own.Revision,

            // There is one write from this revision to the next, and it is somebody else's.
            { } other when other.Revision == revision => null,

            // Somebody wrote on, over this write or over another.
            _ => throw Unknown(put.Key),
        };
    }

    private async Task<long?> PutAnyAsync(ItemPut put, CancellationToken cancellationToken)
    {
        var write = NewWriteId();
        var request = new UpdateItemRequest
        {
            TableName = table,
            Key = Key(put.Key),
            UpdateExpression = $"SET {WriteId} = :write",
            ConditionExpression = _anotherWrite,
            ExpressionAttributeValues = new() { [":write"] = write, [":one"] = Number(1) },
            ReturnValues = ReturnValue.UPDATED_NEW,
        };
        var removed = new List<string>(2);
        SetOrRemove(Body, ":body", put.Body.IsEmpty ? null : Bytes(put.Body));
        SetOrRemove(ExpiresAt, ":expiry", put.ExpiresAt is { } expiry ? Number(expiry.ToUnixTimeSeconds()) : null);
        request.UpdateExpression += $" ADD {Revision} :one";
        if (removed.Count > 0)
        {
            request.UpdateExpression += " REMOVE " + string.Join(", ", removed);
        }

        var answer = await calls.SendAsync(token => client.UpdateItemAsync(request, token), cancellationToken).ConfigureAwait(false);
        if (answer.Response is not null)
        {
            return Long(answer.Response.Attributes[Revision]);
        }

        // Only this very write can stand against itself.
        return await ReadBackAsync(put.Key, cancellationToken).ConfigureAwait(false) is { } own && own.Write == write.S ? own.Revision : throw Unknown(put.Key);

        void SetOrRemove(string attribute, string placeholder, AttributeValue? value)
        {
            if (value is null)
            {
                removed.Add(attribute);
                return;
            }

            request.UpdateExpression += $", {attribute} = {placeholder}";
            request.ExpressionAttributeValues[placeholder] = value;
        }
    }

    // False when what is there has expired.
    private async Task<bool> AddToUnexpiredAsync(ItemKey key, IReadOnlyDictionary<string, long> deltas, DateTimeOffset? expiresAt, long now, AttributeValue write, CancellationToken cancellationToken)
    {
        var request = new UpdateItemRequest
        {
            TableName = table,
            Key = Key(key),
            ConditionExpression = $"{_unexpired} AND {_anotherWrite}",
            ExpressionAttributeNames = [],
            ExpressionAttributeValues = new() { [":write"] = write, [":now"] = Number(now) },
        };
        var additions = new List<string>(deltas.Count);
        foreach (var (name, delta) in deltas)
        {
            var place = additions.Count;
            request.ExpressionAttributeNames[$"#{place}"] = CounterAttribute(name);
            request.ExpressionAttributeValues[$":{place}"] = Number(delta);
            additions.Add($"#{place} :{place}");
        }

        if (expiresAt is { } expiry)
        {
            request.ExpressionAttributeValues[":expiry"] = Number(expiry.ToUnixTimeSeconds());
        }

        request.UpdateExpression = $"SET {WriteId} = :write{(expiresAt is null ? $" REMOVE {ExpiresAt}" : $", {ExpiresAt} = :expiry")} ADD {string.Join(", ", additions)}";
        var answer = await calls.SendAsync(token => client.UpdateItemAsync(request, token), cancellationToken).ConfigureAwait(false);
        return answer.Response is not null || (answer.InDoubt && await IsOwnAsync(key, write, cancellationToken).ConfigureAwait(false));
    }

    // False when what is there has not expired.
    private async Task<bool> ReplaceExpiredAsync(ItemKey key, IReadOnlyDictionary<string, long> deltas, DateTimeOffset? expiresAt, long now, AttributeValue write, CancellationToken cancellationToken)
    {
        var item = Key(key);
        item[WriteId] = write;
        foreach (var (name, delta) in deltas)
        {
            item[CounterAttribute(name)] = Number(delta);
        }

        if (expiresAt is { } expiry)
        {
            item[ExpiresAt] = Number(expiry.ToUnixTimeSeconds());
        }

        var request = new PutItemRequest
        {
            TableName = table,
            Item = item,
            ConditionExpression = _expired,
            ExpressionAttributeValues = new() { [":now"] = Number(now) },
        };
        var answer = await calls.SendAsync(token => client.PutItemAsync(request, token), cancellationToken).ConfigureAwait(false);
        return answer.Response is not null || (answer.InDoubt && await IsOwnAsync(key, write, cancellationToken).ConfigureAwait(false));
    }

    private async Task<bool> IsOwnAsync(ItemKey key, AttributeValue write, CancellationToken cancellationToken) =>
        await ReadBackAsync(key, cancellationToken).ConfigureAwait(false) is { } found && found.Write == write.S;

    // Expired or not: whatever there is.
    private async Task<(string? Write, long Revision)?> ReadBackAsync(ItemKey key, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = table, Key = Key(key), ConsistentRead = true, ProjectionExpression = $"{PartitionKey}, {WriteId}, {Revision}" };
        var answer = await calls.SendAsync(token => client.GetItemAsync(request, token), cancellationToken).ConfigureAwait(false);
        return answer.Response!.Item is { Count: > 0 } found
            ? (found.TryGetValue(WriteId, out var write) ? write.S : null, found.TryGetValue(Revision, out var revision) ? Long(revision) : 0)
            : null;
    }

    private static StoreUnavailableException Unknown(ItemKey key) =>
        new($"DynamoDB's answer to a write of {key} was lost, and others have written since: whether it took effect is not known.");
}
