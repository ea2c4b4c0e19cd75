namespace ControlPlane.Storage.Items;

/// <summary>One stored item.</summary>
/// <param name="Key">Where it lives.</param>
/// <param name="Revision">1 when first put, one more with every later put; what conditional writes compare.</param>
/// <param name="Body">The content: UTF-8 JSON for documents, gzip for deployment chunks. At most <see cref="ItemLimits.MaxBodyBytes"/>.</param>
/// <param name="ExpiresAt">When the item may be forgotten, or null to keep it. Expired items are never returned.</param>
public sealed record Item(ItemKey Key, long Revision, ReadOnlyMemory<byte> Body, DateTimeOffset? ExpiresAt = null);

/// <summary>What an item may hold, the same for every engine (the DynamoDB item limit of 400 KB less room for keys).</summary>
public static class ItemLimits
{
    /// <summary>Largest body of one item, in bytes.</summary>
    public const int MaxBodyBytes = 380 * 1024;
}
