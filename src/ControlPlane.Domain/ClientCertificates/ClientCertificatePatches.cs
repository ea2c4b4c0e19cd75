using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.ClientCertificates;

/// <summary>What UpdateClientCertificate can change: the description alone.</summary>
public static class ClientCertificatePatches
{
    private static readonly PatchTable<ClientCertificate> _table = new PatchTable<ClientCertificate>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/description", (certificate, edit) => certificate with { Description = Descriptions.Validate(edit.Text) });

    /// <summary>Applies patch operations, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static ClientCertificate Apply(ClientCertificate certificate, IReadOnlyList<PatchOperation> operations) => _table.Apply(certificate, operations);
}
