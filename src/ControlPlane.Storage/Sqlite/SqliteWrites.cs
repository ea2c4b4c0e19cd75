using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Sqlite;

/// <summary>A write that waits for the writer; <see cref="Apply"/> runs inside its transaction, <see cref="Complete"/> after the commit.</summary>
internal abstract class SqliteWrite
{
    public abstract void Apply(SqliteStatements statements, long now);

    public abstract void Complete();

    public abstract void Fail(Exception reason);
}

/// <summary>A write with a result for its caller.</summary>
internal abstract class SqliteWrite<T> : SqliteWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once the write is durable.</summary>
    public Task<T> Task => _completion.Task;

    /// <summary>What <see cref="SqliteWrite.Apply"/> came to.</summary>
    protected T Result { get; set; } = default!;

    public sealed override void Complete() => _completion.TrySetResult(Result);

    public sealed override void Fail(Exception reason) => _completion.TrySetException(reason);
}

/// <summary>Puts in order, up to the first whose condition does not hold.</summary>
internal sealed class PutWrite(IReadOnlyList<ItemPut> puts) : SqliteWrite<long?>
{
    public override void Apply(SqliteStatements statements, long now)
    {
        Result = null;
        for (var i = 0; i < puts.Count; i++)
        {
            var revision = statements.Put(puts[i], now);
            if (revision is null)
            {
                return;
            }

            if (i == puts.Count - 1)
            {
                Result = revision;
            }
        }
    }
}

/// <summary>One conditional delete.</summary>
internal sealed class DeleteWrite(ItemKey key, PutCondition condition) : SqliteWrite<bool>
{
    public override void Apply(SqliteStatements statements, long now) => Result = statements.Delete(key, condition, now);
}

/// <summary>One atomic addition.</summary>
internal sealed class AddWrite(ItemKey key, IReadOnlyDictionary<string, long> deltas, DateTimeOffset? expiresAt) : SqliteWrite<bool>
{
    public override void Apply(SqliteStatements statements, long now)
    {
        foreach (var (name, delta) in deltas)
        {
            statements.Add(key, name, delta, expiresAt, now);
        }
    }
}
