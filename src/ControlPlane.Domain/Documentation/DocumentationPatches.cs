using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.Documentation;

/// <summary>What UpdateDocumentationPart (properties) and UpdateDocumentationVersion (description) can change.</summary>
public static class DocumentationPatches
{
    private static readonly PatchTable<DocumentationPart> _parts = new PatchTable<DocumentationPart>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/properties", (part, edit) => part with { Properties = DocumentationRules.ValidateProperties(edit.Value) });

    private static readonly PatchTable<DocumentationVersion> _versions = new PatchTable<DocumentationVersion>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/description", (version, edit) => version with { Description = Descriptions.Validate(edit.Text) });

    /// <summary>Applies patch operations to a part, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static DocumentationPart Apply(DocumentationPart part, IReadOnlyList<PatchOperation> operations) => _parts.Apply(part, operations);

    /// <summary>Applies patch operations to a version, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static DocumentationVersion Apply(DocumentationVersion version, IReadOnlyList<PatchOperation> operations) => _versions.Apply(version, operations);
}
