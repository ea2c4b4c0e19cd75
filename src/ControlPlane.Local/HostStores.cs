using Amazon.Runtime;
using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Sqlite;

namespace ControlPlane.Local;

/// <summary>
/// Where a host keeps what. The local Lambda service stays on the file of the data folder, beside the packages it runs;
/// the configuration may be in a table that other hosts share.
/// </summary>
internal sealed class HostStores : IAsyncDisposable
{
    private readonly SqliteItemStore _file;
    private readonly DynamoDbItemStore? _table;

    private HostStores(SqliteItemStore file, DynamoDbItemStore? table, string? notice) => (_file, _table, Notice) = (file, table, notice);

    /// <summary>Where APIs, deployments and stages are.</summary>
    public IItemStore Configuration => _table ?? (IItemStore)_file;

    /// <summary>Where the local Lambda service has its functions.</summary>
    public IItemStore Functions => _file;

    /// <summary>What the operator should know of the store although it works, or null.</summary>
    public string? Notice { get; }

    /// <summary>Opens them, and makes sure that they can be used.</summary>
    /// <exception cref="UsageException">One cannot be used.</exception>
    public static async Task<HostStores> OpenAsync(LocalOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var file = SqliteItemStore.Open(Path.Combine(options.DataFolder, "controlplane.db"), TimeProvider.System);
            try
            {
                return options.Table is { } table ? await OpenTableAsync(file, table, options.CreatesTable, cancellationToken).ConfigureAwait(false) : new HostStores(file, null, null);
            }
            catch
            {
                await file.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch (Exception exception) when (exception is StoreUnavailableException or InvalidDataException)
        {
            throw new UsageException(exception.Message);
        }
        catch (AmazonServiceException exception)
        {
            throw new UsageException($"--table {options.Table!.Table} cannot be used: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _table?.Dispose();
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<HostStores> OpenTableAsync(SqliteItemStore file, DynamoDbStoreOptions options, bool creates, CancellationToken cancellationToken)
    {
        var table = DynamoDbItemStore.Create(options, TimeProvider.System);
        try
        {
            if (creates)
            {
                await table.CreateTableAsync(cancellationToken).ConfigureAwait(false);
            }

            return new HostStores(file, table, await table.CheckTableAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }
}
