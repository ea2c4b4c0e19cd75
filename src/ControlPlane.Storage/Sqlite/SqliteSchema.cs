using Microsoft.Data.Sqlite;

namespace ControlPlane.Storage.Sqlite;

/// <summary>The tables of a store file and their version (<c>PRAGMA user_version</c>).</summary>
internal static class SqliteSchema
{
    /// <summary>The version this code reads and writes.</summary>
    public const int Version = 1;

    private const string _create = """
        CREATE TABLE items (
            pk TEXT NOT NULL,
            sk TEXT NOT NULL,
            revision INTEGER NOT NULL,
            body BLOB NOT NULL,
            expires_at INTEGER,
            PRIMARY KEY (pk, sk));
        CREATE INDEX items_by_expiry ON items (expires_at) WHERE expires_at IS NOT NULL;
        CREATE TABLE counters (
            pk TEXT NOT NULL,
            sk TEXT NOT NULL,
            name TEXT NOT NULL,
            value INTEGER NOT NULL,
            expires_at INTEGER,
            PRIMARY KEY (pk, sk, name)) WITHOUT ROWID;
        PRAGMA user_version = 1;
        """;

    /// <summary>Opens a connection with the settings every one of them needs.</summary>
    /// <remarks>
    /// WAL lets readers go on while the writer writes; FULL makes a commit durable before it is acknowledged;
    /// the busy timeout covers another process on the same file; the page cache (32 MB at most) keeps scattered writes from reading first.
    /// </remarks>
    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = 10,
        }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA mmap_size = 268435456; PRAGMA cache_size = -32768;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Creates the tables of a new file, or checks the version of an existing one.</summary>
    /// <exception cref="InvalidDataException">The file was written by a newer version.</exception>
    public static void Ensure(SqliteConnection connection, string path)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = (long)command.ExecuteScalar()!;
        if (version > Version)
        {
            throw new InvalidDataException($"{path} has schema version {version}; this program knows versions up to {Version}. Use a newer program or another data folder.");
        }

        if (version == 0)
        {
            Execute(connection, _create, transaction);
        }

        transaction.Commit();
    }

    /// <summary>Runs statements that return nothing.</summary>
    public static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
