using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>How items and counters look in the table.</summary>
internal static class DynamoDbItems
{
    /// <summary>The partition key, a string.</summary>
    public const string PartitionKey = "PK";

    /// <summary>The sort key, a string.</summary>
    public const string SortKey = "SK";

    /// <summary>The TTL attribute: epoch seconds, absent on items that stay.</summary>
    public const string ExpiresAt = "ExpiresAt";

    /// <summary>The revision of an item; counter items have none.</summary>
    public const string Revision = "Revision";

    /// <summary>The content; absent when it is empty.</summary>
    public const string Body = "Body";

    /// <summary>Random, another for every write: how a writer that got no answer knows its own write.</summary>
    public const string WriteId = "WriteId";

    // Keeps counters apart from the attributes above.
    private const string _counterPrefix = "Count.";
    private const int _maxPartitionBytes = 2048;
    private const int _maxSortBytes = 1024;

    /// <summary>Whether DynamoDB can hold such keys; an item with any other is never there.</summary>
    public static bool CanHold(ItemKey key) => CanHoldPartition(key.Partition) && CanHoldSort(key.Sort);

    /// <summary>Whether a partition can have this key.</summary>
    public static bool CanHoldPartition(string partition) => partition.Length > 0 && Encoding.UTF8.GetByteCount(partition) <= _maxPartitionBytes;

    /// <summary>Whether an item can have this sort key.</summary>
    public static bool CanHoldSort(string sort) => sort.Length > 0 && Encoding.UTF8.GetByteCount(sort) <= _maxSortBytes;

    /// <summary>The key attributes.</summary>
    public static Dictionary<string, AttributeValue> Key(ItemKey key) => new()
    {
        [PartitionKey] = Text(key.Partition),
        [SortKey] = Text(key.Sort),
    };

    /// <summary>A new write id.</summary>
    public static AttributeValue NewWriteId() => Text(Guid.NewGuid().ToString("N"));

    /// <summary>A string.</summary>
    public static AttributeValue Text(string value) => new(value);

    /// <summary>A number.</summary>
    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    /// <summary>A body. The SDK reads it again for every try, so it gets a copy of its own.</summary>
    public static AttributeValue Bytes(ReadOnlyMemory<byte> value) => new() { B = new MemoryStream(value.ToArray(), writable: false) };

    /// <summary>The name of a counter's attribute.</summary>
    public static string CounterAttribute(string name) => _counterPrefix + name;

    /// <summary>The item that attributes hold, or null when they hold none, or one that has expired.</summary>
    public static Item? ToItem(Dictionary<string, AttributeValue>? attributes, long now)
    {
        if (attributes is null || !attributes.TryGetValue(Revision, out var revision) || IsExpired(attributes, now))
        {
            return null;
        }

        ReadOnlyMemory<byte> body = attributes.TryGetValue(Body, out var bytes) ? bytes.B.ToArray() : default;
        DateTimeOffset? expiry = attributes.TryGetValue(ExpiresAt, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(Long(seconds)) : null;
        return new Item(ToKey(attributes), Long(revision), body, expiry);
    }

    /// <summary>The counters that attributes hold, or null when they hold none, or some that have expired.</summary>
    public static CounterItem? ToCounters(Dictionary<string, AttributeValue> attributes, long now)
    {
        if (attributes.ContainsKey(Revision) || IsExpired(attributes, now))
        {
            return null;
        }

        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, value) in attributes)
        {
            if (name.StartsWith(_counterPrefix, StringComparison.Ordinal))
            {
                values[name[_counterPrefix.Length..]] = Long(value);
            }
        }

        return new CounterItem(ToKey(attributes), values);
    }

    /// <summary>A number attribute.</summary>
    public static long Long(AttributeValue value) => long.Parse(value.N, CultureInfo.InvariantCulture);

    private static ItemKey ToKey(Dictionary<string, AttributeValue> attributes) => new(attributes[PartitionKey].S, attributes[SortKey].S);

    // DynamoDB deletes expired items within days, not at once.
    private static bool IsExpired(Dictionary<string, AttributeValue> attributes, long now) =>
        attributes.TryGetValue(ExpiresAt, out var expiry) && Long(expiry) <= now;
}
