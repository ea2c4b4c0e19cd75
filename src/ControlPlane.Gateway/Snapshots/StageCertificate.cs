using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>What a stage shows to its HTTP backends.</summary>
/// <param name="Id">The client certificate's id.</param>
/// <param name="Certificate">The certificate with its private key, or null when it cannot be used.</param>
/// <param name="Fault">Why it cannot be used; requests go on without it.</param>
public sealed record StageCertificate(string Id, X509Certificate2? Certificate, string? Fault)
{
    private readonly DateTimeOffset _end = Certificate is null ? default : new DateTimeOffset(Certificate.NotAfter);

    /// <summary>What is wrong with it at a time, or null.</summary>
    public string? FaultAt(DateTimeOffset now) =>
        Fault ?? (now > _end ? $"The client certificate {Id} has expired on {_end.UtcDateTime:yyyy-MM-dd}." : null);
}
