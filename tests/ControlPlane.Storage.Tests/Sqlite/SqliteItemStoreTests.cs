using ControlPlane.Storage.Items;
using ControlPlane.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace ControlPlane.Storage.Tests.Sqlite;

public sealed class SqliteItemStoreTests : IDisposable
{
    private static readonly ItemKey _key = new("P", "S");
    private readonly TempFolder _folder = new();
    private readonly TestClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_CreatesFolderAndFile()
    {
        var path = Path.Combine(_folder.Path, "deep", "er", "store.db");
        await using (SqliteItemStore.Open(path, _clock))
        {
        }

        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public void Open_Connections_UseWalAndFullSync()
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = SqliteSchema.Open(_folder.Database);
        (Scalar(connection, "PRAGMA journal_mode"), Scalar(connection, "PRAGMA synchronous"), Scalar(connection, "PRAGMA busy_timeout"))
            .ShouldBe(("wal", 2L, 5000L));
    }

    [Fact]
    public async Task Open_Store_LeavesAWalFile()
    {
        await using var store = Open();
        await store.PutAsync(_key, new byte[1], PutCondition.None);
        using var connection = Connect();
        Scalar(connection, "PRAGMA journal_mode").ShouldBe("wal");
        File.Exists(_folder.Database + "-wal").ShouldBeTrue();
    }

    [Fact]
    public async Task Reopen_KeepsItemsRevisionsCountersAndExpiry()
    {
        await using (var store = Open())
        {
            await store.PutAsync(_key, new byte[] { 1 }, PutCondition.None);
            await store.PutAsync(_key, new byte[] { 2 }, PutCondition.None, _clock.Now.AddHours(1));
            await store.AddAsync(_key, new Dictionary<string, long> { ["n"] = 3 });
        }

        await using var reopened = Open();
        var item = (await reopened.GetAsync(_key)).ShouldNotBeNull();
        (item.Revision, item.Body.ToArray().Single(), item.ExpiresAt).ShouldBe((2L, (byte)2, _clock.Now.AddHours(1)));
        (await reopened.GetCountersAsync("P", "S", "S"))[0].Values["n"].ShouldBe(3);
    }

    [Fact]
    public async Task Put_Acknowledged_SurvivesACrash()
    {
        // The files as they are while the store is open are what a killed process leaves behind.
        using var after = new TempFolder();
        await using (var store = Open())
        {
            await store.PutAsync(_key, new byte[] { 7 }, PutCondition.None);
            File.Copy(_folder.Database, after.Database);
            File.Copy(_folder.Database + "-wal", after.Database + "-wal");
        }

        await using var recovered = SqliteItemStore.Open(after.Database, _clock);
        (await recovered.GetAsync(_key))!.Body.ToArray().ShouldBe([7]);
    }

    [Fact]
    public async Task Open_FileOfANewerVersion_IsRefusedAndLeftAlone()
    {
        await using (Open())
        {
        }

        Execute("PRAGMA user_version = 2");
        Should.Throw<InvalidDataException>(Open).Message.ShouldBe(
            $"{_folder.Database} has schema version 2; this program knows versions up to 1. Use a newer program or another data folder.");
        using var connection = Connect();
        Scalar(connection, "PRAGMA user_version").ShouldBe(2L);
    }

    [Fact]
    public void Open_NotADatabase_IsUnavailable()
    {
        File.WriteAllText(_folder.Database, new string('x', 8192));
        Should.Throw<StoreUnavailableException>(Open).Message.ShouldStartWith($"Cannot open the store {_folder.Database}: SQLite Error 26");
    }

    [Fact]
    public void Open_ADirectory_IsUnavailable()
    {
        Directory.CreateDirectory(_folder.Database);
        Should.Throw<StoreUnavailableException>(Open).Message.ShouldStartWith($"Cannot open the store {_folder.Database}: ");
    }

    [Fact]
    public void Open_FolderIsAFile_IsUnavailable()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "file"), "");
        Should.Throw<StoreUnavailableException>(() => SqliteItemStore.Open(Path.Combine(_folder.Path, "file", "store.db"), _clock));
    }

    [Fact]
    public async Task Read_DamagedPages_AreUnavailable()
    {
        await using (var store = Open())
        {
            for (var i = 0; i < 20; i++)
            {
                await store.PutAsync(new("P", $"{i}"), new byte[10_000], PutCondition.None);
            }
        }

        using (var file = File.OpenWrite(_folder.Database))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xAB, (int)file.Length - 4096).ToArray());
        }

        await using var damaged = Open();
        await Should.ThrowAsync<StoreUnavailableException>(async () => await damaged.QueryAsync(new("P", "")));
        await Should.ThrowAsync<StoreUnavailableException>(async () => await damaged.PutAsync(_key, new byte[1], PutCondition.None));
    }

    [Fact]
    public async Task Closed_EveryCall_IsUnavailable()
    {
        var store = Open();
        await store.PutAsync(_key, new byte[1], PutCondition.None);
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Should.ThrowAsync<StoreUnavailableException>(async () => await store.GetAsync(_key));
        await Should.ThrowAsync<StoreUnavailableException>(async () => await store.QueryAsync(new("P", "")));
        await Should.ThrowAsync<StoreUnavailableException>(async () => await store.GetCountersAsync("P", "", "Z"));
        (await Should.ThrowAsync<StoreUnavailableException>(async () => await store.PutAsync(_key, new byte[1], PutCondition.None)))
            .Message.ShouldBe($"The store {_folder.Database} is closed.");
        await Should.ThrowAsync<StoreUnavailableException>(async () => await store.DeleteAsync(_key, PutCondition.None));
        await Should.ThrowAsync<StoreUnavailableException>(async () => await store.AddAsync(_key, new Dictionary<string, long> { ["n"] = 1 }));
    }

    [Fact]
    public async Task Close_FinishesWhatWasHandedOver()
    {
        var store = Open();
        var writes = Enumerable.Range(0, 500).Select(i => store.PutAsync(new("P", $"{i}"), new byte[1], PutCondition.None).AsTask()).ToList();
        await store.DisposeAsync();
        (await Task.WhenAll(writes)).ShouldAllBe(revision => revision == 1);
        await using var reopened = Open();
        (await reopened.QueryAsync(new("P", ""))).Items.Count.ShouldBe(500);
    }

    [Fact]
    public async Task TwoStores_OnOneFile_SeeEachOtherAndLoseNothing()
    {
        await using var first = Open();
        await using var second = Open();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? first : second).AddAsync(_key, new Dictionary<string, long> { ["n"] = 1 }))));
        (await first.GetCountersAsync("P", "S", "S"))[0].Values["n"].ShouldBe(100);
        (await second.PutAsync(_key, new byte[1], PutCondition.Absent)).ShouldBe(1);
        (await first.PutAsync(_key, new byte[1], PutCondition.Absent)).ShouldBeNull();
        (await first.PutAsync(_key, new byte[2], PutCondition.AtRevision(1))).ShouldBe(2);
        (await second.GetAsync(_key))!.Revision.ShouldBe(2);
    }

    [Fact]
    public async Task Write_WhileAnotherProcessWrites_WaitsForIt()
    {
        await using var store = Open();
        using var other = Connect();
        Execute(other, "BEGIN IMMEDIATE");
        (await store.GetAsync(_key)).ShouldBeNull("readers go on while no write of their own process waits");
        var write = store.PutAsync(_key, new byte[1], PutCondition.None).AsTask();
        write.IsCompleted.ShouldBeFalse();
        Execute(other, "COMMIT");
        (await write).ShouldBe(1);
        (await store.GetAsync(_key)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Expired_IsPurgedFromTheFile()
    {
        await using var store = Open();
        await store.PutAsync(_key, new byte[1], PutCondition.None, _clock.Now.AddMinutes(1));
        await store.AddAsync(_key, new Dictionary<string, long> { ["n"] = 1 }, _clock.Now.AddMinutes(1));
        _clock.Now = _clock.Now.AddHours(2);
        await store.PutAsync(new("P", "T"), new byte[1], PutCondition.None);
        using var connection = Connect();
        (Scalar(connection, "SELECT count(*) FROM items"), Scalar(connection, "SELECT count(*) FROM counters")).ShouldBe((1L, 0L));
    }

    private SqliteItemStore Open() => SqliteItemStore.Open(_folder.Database, _clock);

    private SqliteConnection Connect()
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using var connection = Connect();
        Execute(connection, sql);
    }

    private static void Execute(SqliteConnection connection, string sql) => SqliteSchema.Execute(connection, sql);

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
