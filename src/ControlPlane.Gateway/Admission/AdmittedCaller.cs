using ControlPlane.Gateway.Admission.Authorizers;
using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Gateway.Admission;

/// <summary>Who calls, as far as the request has been asked for it.</summary>
internal sealed class AdmittedCaller
{
    /// <summary>What the authorizer said, or null when there is none.</summary>
    public Verdict? Verdict { get; set; }

    /// <summary>Milliseconds that the authorizer took; 0 when its verdict was kept.</summary>
    public long AuthorizerLatency { get; set; }

    /// <summary>The caller that AWS has verified, or null.</summary>
    public VerifiedCaller? Iam { get; set; }

    /// <summary>The value of the caller's API key, or null.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The id of the caller's API key, or null.</summary>
    public string? ApiKeyId { get; set; }
}
