namespace ControlPlane.Gateway.Snapshots;

/// <summary>
/// How the control API tells a data plane in the same process what it has changed, after the write is committed and before it answers:
/// the next request then sees the change. All members return at once and are safe to call from any thread.
/// </summary>
public interface IStageChanges
{
    /// <summary>A stage was created, changed or deleted.</summary>
    void StageChanged(string apiId, string stageName);

    /// <summary>An API was deleted with all its stages.</summary>
    void ApiDeleted(string apiId);

    /// <summary>A custom domain or a base path mapping was created, changed or deleted.</summary>
    void DomainsChanged();

    /// <summary>An API key, a usage plan, or what a key may still use of one changed.</summary>
    void AccessChanged();
}
