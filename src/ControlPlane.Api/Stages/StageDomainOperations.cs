using ControlPlane.Api.Description;

namespace ControlPlane.Api.Stages;

/// <summary>Our own operation that lists the custom domains of a stage.</summary>
internal static class StageDomainOperations
{
    private static readonly StructureShape _path = new(
        "StageDomainPath",
        [
            new("basePath", Shape.Text, "The base path of the mapping; (none) for the empty one."),
            new("stage", Shape.Text, "The stage that the mapping names; absent when the path's next segment names it."),
            new("path", Shape.Text, "Where the stage begins below the domain."),
        ]);

    private static readonly StructureShape _domain = new(
        "StageDomain",
        [
            new("domainName", Shape.Text, "The domain's name."),
            new("certificateArn", Shape.Text, "The certificate of an EDGE domain."),
            new("regionalCertificateArn", Shape.Text, "The certificate of a REGIONAL domain."),
            new("endpointConfiguration", Members.EndpointConfiguration, "Where the domain is served."),
            new("securityPolicy", Shape.Text, "The TLS policy."),
            new("paths", new ListShape(_path), "The base paths that lead to the stage."),
        ]);

    public static Operation List { get; } = new(
        "GetStageDomains",
        "GET",
        StageOperations.One + "/domains",
        200,
        "Lists the custom domains that lead to a stage, each with its certificate and its base paths.")
    {
        Query = Members.Paging,
        Output = _domain.Page("StageDomains", "items"),
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [List];
}
