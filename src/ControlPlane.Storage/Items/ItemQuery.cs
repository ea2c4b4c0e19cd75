namespace ControlPlane.Storage.Items;

/// <summary>A range of one partition.</summary>
/// <param name="Partition">The partition to read.</param>
/// <param name="SortPrefix">Only sort keys that start with this; empty for all.</param>
public sealed record ItemQuery(string Partition, string SortPrefix)
{
    /// <summary>At most this many items in the page; 1 or more. Null reads to the end of the range.</summary>
    public int? Limit { get; init; }

    /// <summary>Continue behind this sort key (in the direction of the query), or null to start at the first item.</summary>
    public string? After { get; init; }

    /// <summary>Read from the last sort key to the first.</summary>
    public bool Descending { get; init; }
}

/// <summary>A page of items.</summary>
/// <param name="Items">The items, in order.</param>
/// <param name="Continuation">The sort key to pass as <see cref="ItemQuery.After"/> for the next page; null at the end.</param>
public sealed record ItemPage(IReadOnlyList<Item> Items, string? Continuation);
