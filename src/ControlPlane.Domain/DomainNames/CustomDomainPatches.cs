using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.DomainNames;

/// <summary>What UpdateDomainName and UpdateBasePathMapping can change.</summary>
public static class CustomDomainPatches
{
    private static readonly PatchTable<CustomDomain> _domains = new PatchTable<CustomDomain>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/certificateArn", (domain, edit) => domain with { CertificateArn = edit.Text })
        .Allow(PatchOp.Replace, "/regionalCertificateArn", (domain, edit) => domain with { RegionalCertificateArn = edit.Text })
        .Allow(PatchOp.Replace, "/securityPolicy", (domain, edit) => domain with { SecurityPolicy = edit.Text })
        .Allow(PatchOp.Replace, "/endpointConfiguration/types/{type}", (domain, edit) => domain with { EndpointType = edit.Text });

    private static readonly PatchTable<(string BasePath, BasePathMapping Mapping)> _mappings =
        new PatchTable<(string BasePath, BasePathMapping Mapping)>(PatchRefusals.Listing)
            .Allow(PatchOp.Replace, "/basePath", (at, edit) => (CustomDomainRules.ValidateBasePath(edit.Value), at.Mapping))
            .Allow(PatchOp.Replace, "/restapiId", (at, edit) => (at.BasePath, at.Mapping with { RestApiId = edit.Text }))
            .Allow(PatchOp.Replace, "/restApiId", (at, edit) => (at.BasePath, at.Mapping with { RestApiId = edit.Text }))
            .Allow(PatchOp.Replace, "/stage", (at, edit) => (at.BasePath, at.Mapping with { Stage = CustomDomainRules.StageOrNone(edit.Value) }));

    /// <summary>Applies patch operations to a domain, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static CustomDomain Apply(CustomDomain domain, IReadOnlyList<PatchOperation> operations) =>
        CustomDomainRules.Validate(_domains.Apply(domain, operations));

    /// <summary>Applies patch operations to a base path mapping, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static (string BasePath, BasePathMapping Mapping) Apply(string basePath, BasePathMapping mapping, IReadOnlyList<PatchOperation> operations) =>
        _mappings.Apply((basePath, mapping), operations);
}
