namespace ControlPlane.Storage.Items;

/// <summary>What must hold at the moment of a write for it to happen.</summary>
public readonly record struct PutCondition
{
    private PutCondition(Kind kind, long revision)
    {
        Rule = kind;
        Revision = revision;
    }

    /// <summary>The kinds of condition.</summary>
    public enum Kind
    {
        /// <summary>Write whatever is there.</summary>
        None,

        /// <summary>Write only when no (unexpired) item is there.</summary>
        Absent,

        /// <summary>Write only over exactly <see cref="PutCondition.Revision"/>.</summary>
        AtRevision,
    }

    /// <summary>Which rule applies.</summary>
    public Kind Rule { get; }

    /// <summary>The revision demanded by <see cref="Kind.AtRevision"/>, else 0.</summary>
    public long Revision { get; }

    /// <summary>No condition: the last writer wins.</summary>
    public static PutCondition None => default;

    /// <summary>Only when nothing is there.</summary>
    public static PutCondition Absent => new(Kind.Absent, 0);

    /// <summary>Only when the stored item has this revision.</summary>
    /// <param name="revision">The revision that was read.</param>
    public static PutCondition AtRevision(long revision) => new(Kind.AtRevision, revision);
}

/// <summary>One write of <see cref="IItemStore.PutInOrderAsync"/>.</summary>
/// <param name="Key">Where.</param>
/// <param name="Body">The content, at most <see cref="ItemLimits.MaxBodyBytes"/>; must not change until the call completes.</param>
/// <param name="Condition">What must hold.</param>
/// <param name="ExpiresAt">When the item may be forgotten, or null to keep it.</param>
public sealed record ItemPut(ItemKey Key, ReadOnlyMemory<byte> Body, PutCondition Condition, DateTimeOffset? ExpiresAt = null);
