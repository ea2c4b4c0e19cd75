namespace ControlPlane.Gateway.Recording;

/// <summary>What a stage's response cache did for a request.</summary>
public enum CacheOutcome
{
    /// <summary>It was not asked.</summary>
    None,

    /// <summary>It answered (AWS: CacheHitCount).</summary>
    Hit,

    /// <summary>It could not answer: the backend was asked (AWS: CacheMissCount).</summary>
    Miss,
}
