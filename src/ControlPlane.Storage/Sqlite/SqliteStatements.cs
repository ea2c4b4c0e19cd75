using ControlPlane.Storage.Items;
using Microsoft.Data.Sqlite;

namespace ControlPlane.Storage.Sqlite;

/// <summary>The writer's prepared statements; each answers whether its condition held. Used by the writer alone.</summary>
internal sealed class SqliteStatements : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<PutCondition.Kind, SqliteCommand> _puts;
    private readonly SqliteCommand _delete;
    private readonly SqliteCommand _deleteAt;
    private readonly SqliteCommand _add;
    private readonly SqliteCommand _purgeItems;
    private readonly SqliteCommand _purgeCounters;

    public SqliteStatements(SqliteConnection connection)
    {
        _connection = connection;
        string[] put = ["$pk", "$sk", "$body", "$expires", "$now", "$at"];
        _puts = new()
        {
            [PutCondition.Kind.None] = connection.Prepare(
                """
                INSERT INTO items (pk, sk, revision, body, expires_at) VALUES ($pk, $sk, 1, $body, $expires)
                ON CONFLICT (pk, sk) DO UPDATE SET revision = revision + 1, body = excluded.body, expires_at = excluded.expires_at
                RETURNING revision
                """,
                put),
            [PutCondition.Kind.Absent] = connection.Prepare(
                """
                INSERT INTO items (pk, sk, revision, body, expires_at) VALUES ($pk, $sk, 1, $body, $expires)
                ON CONFLICT (pk, sk) DO UPDATE SET revision = 1, body = excluded.body, expires_at = excluded.expires_at
                WHERE items.expires_at <= $now
                RETURNING revision
                """,
                put),
            [PutCondition.Kind.AtRevision] = connection.Prepare(
                """
                UPDATE items SET revision = revision + 1, body = $body, expires_at = $expires
                WHERE pk = $pk AND sk = $sk AND revision = $at AND (expires_at IS NULL OR expires_at > $now)
                RETURNING revision
                """,
                put),
        };
        _delete = connection.Prepare("DELETE FROM items WHERE pk = $pk AND sk = $sk", "$pk", "$sk");
        _deleteAt = connection.Prepare("DELETE FROM items WHERE pk = $pk AND sk = $sk AND revision = $at AND (expires_at IS NULL OR expires_at > $now)", "$pk", "$sk", "$at", "$now");
        _add = connection.Prepare(
            """
            INSERT INTO counters (pk, sk, name, value, expires_at) VALUES ($pk, $sk, $name, $delta, $expires)
            ON CONFLICT (pk, sk, name) DO UPDATE SET
                value = CASE WHEN expires_at <= $now THEN 0 ELSE value END + excluded.value, expires_at = excluded.expires_at
            """,
            "$pk", "$sk", "$name", "$delta", "$expires", "$now");
        _purgeItems = connection.Prepare("DELETE FROM items WHERE expires_at <= $now", "$now");
        _purgeCounters = connection.Prepare("DELETE FROM counters WHERE expires_at <= $now", "$now");
    }

    public SqliteTransaction Begin() => _connection.BeginTransaction(deferred: false);

    public long? Put(ItemPut put, long now)
    {
        var command = _puts[put.Condition.Rule];
        command.Bind(put.Key.Partition,
            put.Key.Sort,
            put.Body.ToArray(),
            put.ExpiresAt is { } expiry ? expiry.ToUnixTimeSeconds() : DBNull.Value,
            now,
            put.Condition.Revision);
        return (long?)command.ExecuteScalar();
    }

    public bool Delete(ItemKey key, PutCondition condition, long now)
    {
        if (condition.Rule == PutCondition.Kind.None)
        {
            _delete.Bind(key.Partition, key.Sort);
            return _delete.ExecuteNonQuery() > 0;
        }

        _deleteAt.Bind(key.Partition, key.Sort, condition.Revision, now);
        return _deleteAt.ExecuteNonQuery() > 0;
    }

    public void Add(ItemKey key, string name, long delta, DateTimeOffset? expiresAt, long now)
    {
        _add.Bind(key.Partition, key.Sort, name, delta, expiresAt is { } expiry ? expiry.ToUnixTimeSeconds() : DBNull.Value, now);
        _add.ExecuteNonQuery();
    }

    public void PurgeExpired(long now)
    {
        _purgeItems.Bind(now);
        _purgeItems.ExecuteNonQuery();
        _purgeCounters.Bind(now);
        _purgeCounters.ExecuteNonQuery();
    }

    public void UseTransaction(SqliteTransaction? transaction)
    {
        foreach (var command in _puts.Values)
        {
            command.Transaction = transaction;
        }

        _delete.Transaction = transaction;
        _deleteAt.Transaction = transaction;
        _add.Transaction = transaction;
        _purgeItems.Transaction = transaction;
        _purgeCounters.Transaction = transaction;
    }

    public void Dispose()
    {
        foreach (var command in _puts.Values)
        {
            command.Dispose();
        }

        _delete.Dispose();
        _deleteAt.Dispose();
        _add.Dispose();
        _purgeItems.Dispose();
        _purgeCounters.Dispose();
    }
}
