using ControlPlane.Api.Description;

namespace ControlPlane.Api.DomainNames;

/// <summary>The operations on custom domain names.</summary>
internal static class CustomDomainOperations
{
    private const string _all = "/domainnames";
    private const string _one = _all + "/{domain_name}";

    private static readonly Member _name = new("domainName", Shape.Text, "The domain's name.");

    private static readonly Member[] _settings =
    [
        new("certificateArn", Shape.Text, "The certificate of an EDGE domain."),
        new("regionalCertificateArn", Shape.Text, "The certificate of a REGIONAL domain."),
        new("endpointConfiguration", Members.EndpointConfiguration, "Where the domain is served."),
        Members.Tags,
        new("securityPolicy", Shape.Text, "The TLS policy."),
    ];

    private static readonly StructureShape _domain = new(
        "DomainName",
        [
            _name,
            .. _settings,
            new("certificateUploadDate", Shape.Timestamp, "When the certificate was set."),
            new("domainNameStatus", Shape.Text, "AVAILABLE."),
            new("routingMode", Shape.Text, "BASE_PATH_MAPPING_ONLY."),
        ]);

    public static Operation Create { get; } = new("CreateDomainName", "POST", _all, 201, "Creates a custom domain.")
    {
        Body = [_name.Needed(), .. _settings],
        Output = _domain,
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetDomainNames", "GET", _all, 200, "Lists the custom domains.")
    {
        Query = Members.Paging,
        Output = _domain.Page("DomainNames", "items"),
    };

    public static Operation Get { get; } = new("GetDomainName", "GET", _one, 200, "Shows a custom domain.") { Output = _domain };

    public static Operation Update { get; } = new("UpdateDomainName", "PATCH", _one, 200, "Changes a custom domain.")
    {
        Body = [Members.PatchOperations],
        Output = _domain,
    };

    public static Operation Delete { get; } = new("DeleteDomainName", "DELETE", _one, 202, "Deletes a custom domain with its mappings.");

    public static IReadOnlyList<Operation> All { get; } = [Create, List, Get, Update, Delete];
}
