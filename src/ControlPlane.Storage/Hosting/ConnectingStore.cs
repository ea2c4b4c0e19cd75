using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Hosting;

/// <summary>
/// A store that is connected to beside everything else that a starting function does. To make the client and to send its first request is
/// the longest part of a start; both run on another thread than the one that puts the function together.
/// </summary>
public sealed class ConnectingStore
{
    private readonly Task<DynamoDbItemStore> _made;

    private ConnectingStore(Func<DynamoDbItemStore> make)
    {
        _made = Task.Run(make);
        Connected = Task.Run(ConnectAsync);
    }

    /// <summary>Completes when the store has answered for the first time, or failed to. Never fails: the first real read tells what is wrong.</summary>
    public Task Connected { get; }

    /// <summary>The store; waits for its client, not for its connection.</summary>
    /// <exception cref="StoreUnavailableException">The client cannot be made.</exception>
    public IItemStore Store => _made.GetAwaiter().GetResult();

    /// <summary>Begins to make a store and to connect it.</summary>
    /// <param name="options">The table, where it is, and the limits.</param>
    /// <param name="time">The clock that expiry is judged by.</param>
    public static ConnectingStore Begin(DynamoDbStoreOptions options, TimeProvider time) => new(() => DynamoDbItemStore.Create(options, time));

    private async Task ConnectAsync()
    {
        try
        {
            // There is no such stage.
            var store = await _made.ConfigureAwait(false);
            await store.GetAsync(Keys.Stage("warm-up", "none")).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whoever reads next meets the same failure, and has somebody to tell.
        }
    }
}
