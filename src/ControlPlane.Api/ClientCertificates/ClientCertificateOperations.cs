using ControlPlane.Api.Description;

namespace ControlPlane.Api.ClientCertificates;

/// <summary>The operations on client certificates.</summary>
internal static class ClientCertificateOperations
{
    private const string _all = "/clientcertificates";
    private const string _one = _all + "/{clientcertificate_id}";

    private static readonly StructureShape _certificate = new(
        "ClientCertificate",
        [
            new("clientCertificateId", Shape.Text, "The certificate's id."),
            Members.Description,
            new("pemEncodedCertificate", Shape.Text, "The certificate without its key, for backends to trust."),
            new("createdDate", Shape.Timestamp, "When it was generated."),
            new("expirationDate", Shape.Timestamp, "When it ends."),
            Members.Tags,
        ]);

    public static Operation Generate { get; } = new("GenerateClientCertificate", "POST", _all, 201, "Makes a self-signed certificate that stages can show to HTTP backends; it lives a year.")
    {
        Body = [Members.Description, Members.Tags],
        Output = _certificate,
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetClientCertificates", "GET", _all, 200, "Lists the client certificates.")
    {
        Query = Members.Paging,
        Output = _certificate.Page("ClientCertificates", "items"),
    };

    public static Operation Get { get; } = new("GetClientCertificate", "GET", _one, 200, "Shows a client certificate.") { Output = _certificate };

    public static Operation Update { get; } = new("UpdateClientCertificate", "PATCH", _one, 200, "Changes a client certificate's description.")
    {
        Body = [Members.PatchOperations],
        Output = _certificate,
    };

    public static Operation Delete { get; } = new("DeleteClientCertificate", "DELETE", _one, 202, "Deletes a client certificate that no stage shows.");

    public static IReadOnlyList<Operation> All { get; } = [Generate, List, Get, Update, Delete];
}
