namespace ControlPlane.Storage.Items;

/// <summary>The engine could not answer: busy, full, unreachable, not set up or closed.</summary>
public class StoreUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, for the log.</param>
    /// <param name="innerException">The engine's own exception.</param>
    public StoreUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The engine answers, but refuses more requests for the moment: its capacity is used up.</summary>
public sealed class StoreThrottledException : StoreUnavailableException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, for the log.</param>
    /// <param name="innerException">The engine's own exception.</param>
    public StoreThrottledException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>A body is over <see cref="ItemLimits.MaxBodyBytes"/>.</summary>
public sealed class ItemTooLargeException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="key">The item that was to be written.</param>
    /// <param name="bytes">The size of its body.</param>
    public ItemTooLargeException(ItemKey key, int bytes)
        : base($"The item {key} has {bytes} bytes; the limit is {ItemLimits.MaxBodyBytes}.")
    {
    }
}
