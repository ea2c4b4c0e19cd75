namespace ControlPlane.Api.Concurrency;

/// <summary>The locks that writers of this process take, by what they write.</summary>
internal sealed class WriteLocks
{
    /// <summary>Whole-account quotas.</summary>
    public KeyedLock Account { get; } = new();

    /// <summary>An API, its stages and its deployments, by API id: what points to what.</summary>
    public KeyedLock Apis { get; } = new();

    /// <summary>An API's resources and methods, by API id.</summary>
    public KeyedLock Resources { get; } = new();
}
