using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.DomainNames;

/// <summary>A custom domain name that stages can be reached by (AWS: DomainName).</summary>
public sealed record CustomDomain
{
    /// <summary>The host name, lower case.</summary>
    public required string Name { get; init; }

    /// <summary>The certificate, or null.</summary>
    public string? CertificateArn { get; init; }

    /// <summary>The certificate of a regional endpoint, or null.</summary>
    public string? RegionalCertificateArn { get; init; }

    /// <summary>The TLS policy.</summary>
    public string SecurityPolicy { get; init => field = value ?? "TLS_1_2"; } = "TLS_1_2";

    /// <summary>Exactly one of EDGE, REGIONAL.</summary>
    public string EndpointType { get; init => field = value ?? "EDGE"; } = "EDGE";

    /// <summary>The domain's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>When it was created, to the second.</summary>
    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>Base path to where it leads.</summary>
    public IReadOnlyDictionary<string, BasePathMapping> Mappings { get; init => field = value ?? Maps.Empty<BasePathMapping>(); } = Maps.Empty<BasePathMapping>();
}

/// <summary>Where a base path of a custom domain leads (AWS: BasePathMapping).</summary>
/// <param name="RestApiId">The API.</param>
/// <param name="Stage">The stage, or null when the next path segment names it.</param>
public sealed record BasePathMapping(string RestApiId, string? Stage);
