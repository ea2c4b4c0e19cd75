using ControlPlane.Storage.Items;
using Microsoft.Data.Sqlite;

namespace ControlPlane.Storage.Sqlite;

/// <summary>One reading connection with its prepared statements; used by one caller at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    // To SQLite every blob is greater than every text.
    private static readonly object _behindAllText = Array.Empty<byte>();

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _get;
    private readonly SqliteCommand _ascending;
    private readonly SqliteCommand _descending;
    private readonly SqliteCommand _counters;

    public SqliteReader(string path)
    {
        _connection = SqliteSchema.Open(path);
        _get = _connection.Prepare("SELECT revision, body, expires_at FROM items WHERE pk = $pk AND sk = $sk AND (expires_at IS NULL OR expires_at > $now)", "$pk", "$sk", "$now");
        const string range = "SELECT sk, revision, body, expires_at FROM items WHERE pk = $pk AND sk >= $from AND sk < $to AND (expires_at IS NULL OR expires_at > $now) ORDER BY sk {0} LIMIT $limit";
        _ascending = _connection.Prepare(string.Format(null, range, "ASC"), "$pk", "$from", "$to", "$now", "$limit");
        _descending = _connection.Prepare(string.Format(null, range, "DESC"), "$pk", "$from", "$to", "$now", "$limit");
        _counters = _connection.Prepare("SELECT sk, name, value FROM counters WHERE pk = $pk AND sk >= $from AND sk <= $to AND (expires_at IS NULL OR expires_at > $now) ORDER BY sk, name", "$pk", "$from", "$to", "$now");
    }

    public Item? Get(ItemKey key, long now)
    {
        _get.Bind(key.Partition, key.Sort, now);
        using var row = _get.ExecuteReader();
        return row.Read() ? ReadItem(row, key, 0) : null;
    }

    public ItemPage Query(ItemQuery query, long now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit ?? 1, 1, nameof(query));

        // One bound on each side: of two lower bounds SQLite would seek to either and walk over all that lies between.
        var from = query.SortPrefix;
        var to = KeyOrder.EndOf(query.SortPrefix);
        if (query.After is { } last)
        {
            if (query.Descending)
            {
                to = to is null || KeyOrder.Compare(last, to) < 0 ? last : to;
            }
            else if (KeyOrder.Compare(last, from) >= 0)
            {
                // The smallest key behind it.
                from = last + "\0";
            }
        }

        var command = query.Descending ? _descending : _ascending;

        // One more than asked for tells whether there is a next page.
        var limit = query.Limit is { } wanted ? wanted + 1L : -1L;
        command.Bind(query.Partition, from, to ?? _behindAllText, now, limit);
        var items = new List<Item>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            if (items.Count == query.Limit)
            {
                return new ItemPage(items, items[^1].Key.Sort);
            }

            items.Add(ReadItem(row, new ItemKey(query.Partition, row.GetString(0)), 1));
        }

        return new ItemPage(items, null);
    }

    public List<CounterItem> Counters(string partition, string fromSort, string toSort, long now)
    {
        _counters.Bind(partition, fromSort, toSort, now);
        var items = new List<CounterItem>();
        Dictionary<string, long>? values = null;
        using var row = _counters.ExecuteReader();
        while (row.Read())
        {
            var sort = row.GetString(0);
            if (values is null || items[^1].Key.Sort != sort)
            {
                values = new Dictionary<string, long>(StringComparer.Ordinal);
                items.Add(new CounterItem(new ItemKey(partition, sort), values));
            }

            values[row.GetString(1)] = row.GetInt64(2);
        }

        return items;
    }

    public void Dispose()
    {
        _get.Dispose();
        _ascending.Dispose();
        _descending.Dispose();
        _counters.Dispose();
        _connection.Dispose();
    }

    private static Item ReadItem(SqliteDataReader row, ItemKey key, int column) => new(
        key,
        row.GetInt64(column),
        row.GetFieldValue<byte[]>(column + 1),
        row.IsDBNull(column + 2) ? null : DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(column + 2)));
}
