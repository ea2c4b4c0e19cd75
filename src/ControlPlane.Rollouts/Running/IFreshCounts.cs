namespace ControlPlane.Rollouts.Running;

/// <summary>Counters of this process that are not stored yet: rollouts that watch them let them be stored first.</summary>
public interface IFreshCounts
{
    /// <summary>Stores them. Never fails; what the store does not take is kept.</summary>
    Task StoreAsync();
}
