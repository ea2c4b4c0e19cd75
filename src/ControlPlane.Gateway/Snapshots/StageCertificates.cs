using System.Collections.Concurrent;
using System.Security.Cryptography;
using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Storage.ClientCertificates;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>Reads the client certificates of stages and decrypts their keys, each once.</summary>
/// <param name="certificates">The certificates.</param>
/// <param name="protection">Decrypts the keys, or null where no secret is configured.</param>
public sealed class StageCertificates(ClientCertificateRepository certificates, KeyProtection? protection = null)
{
    // A key is never changed under its id.
    private readonly ConcurrentDictionary<string, StageCertificate> _open = new(StringComparer.Ordinal);

    /// <summary>Finds a certificate; one that cannot be used says why.</summary>
    public async ValueTask<StageCertificate> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(id, out var known))
        {
            return known;
        }

        if (protection is null)
        {
            return Unusable(id, "cannot be decrypted: no secret is configured here");
        }

        if (await certificates.GetAsync(id, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return Unusable(id, "does not exist");
        }

        try
        {
            return _open[id] = new StageCertificate(id, CertificateGeneration.Open(stored.Value, protection), null);
        }
        catch (CryptographicException exception)
        {
            return Unusable(id, $"cannot be decrypted: {exception.Message}");
        }
    }

    private static StageCertificate Unusable(string id, string reason) => new(id, null, $"The client certificate {id} {reason}.");
}
