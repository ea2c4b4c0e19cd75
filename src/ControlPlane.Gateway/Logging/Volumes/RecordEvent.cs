namespace ControlPlane.Gateway.Logging.Volumes;

/// <summary>The kinds of records of requests, as far as they differ in size.</summary>
internal enum RecordEvent
{
    /// <summary>What serves a request.</summary>
    Matched,

    /// <summary>The backend is asked.</summary>
    IntegrationRequest,

    /// <summary>The backend has answered.</summary>
    IntegrationResponse,

    /// <summary>An integration response was selected.</summary>
    ResponseMapped,

    /// <summary>A message with its headers and its body.</summary>
    DataTrace,

    /// <summary>The end of a request that went well.</summary>
    Completed,

    /// <summary>The end of one that was refused or failed.</summary>
    Failed,

    /// <summary>The stage's cache answers.</summary>
    CacheHit,

    /// <summary>A rule of the stage's web ACL matched.</summary>
    WebAclRule,

    /// <summary>Any other.</summary>
    Other,

    /// <summary>How many there are.</summary>
    Count,
}
