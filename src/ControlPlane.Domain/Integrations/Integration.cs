using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Integrations;

/// <summary>The backend of a method (AWS: Integration).</summary>
public sealed record Integration
{
    /// <summary>Milliseconds a backend may take when nothing else is said, and the most it may be given: API Gateway's 29 s.</summary>
    public const int DefaultTimeoutInMillis = 29_000;

    /// <summary>The kind of backend.</summary>
    public required IntegrationType Type { get; init; }

    /// <summary>The verb sent to the backend; null for MOCK.</summary>
    public string? HttpMethod { get; init; }

    /// <summary>Where the backend is, an HTTP(S) URL or an API Gateway ARN, stage variables unresolved; null for MOCK.</summary>
    public string? Uri { get; init; }

    /// <summary>The way to the backend, or null for INTERNET.</summary>
    public ConnectionType? ConnectionType { get; init; }

    /// <summary>The VPC link of a VPC_LINK connection, or null.</summary>
    public string? ConnectionId { get; init; }

    /// <summary>The role or credentials ARN to call with, or null.</summary>
    public string? Credentials { get; init; }

    /// <summary><c>integration.request.{header|querystring|path}.{name}</c> to a mapping expression.</summary>
    public IReadOnlyDictionary<string, string> RequestParameters { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>Media type to mapping template; a null template passes an empty string.</summary>
    public IReadOnlyDictionary<string, string?> RequestTemplates { get; init => field = value ?? Maps.Empty<string?>(); } = Maps.Empty<string?>();

    /// <summary>What happens to a body no template is there for.</summary>
    public PassthroughBehavior PassthroughBehavior { get; init; }

    /// <summary>How a request body is converted, or null to leave it.</summary>
    public ContentHandling? ContentHandling { get; init; }

    /// <summary>Milliseconds until 504, 50 to 29000.</summary>
    public int TimeoutInMillis { get; init => field = value == 0 ? DefaultTimeoutInMillis : value; } = DefaultTimeoutInMillis;

    /// <summary>Cache entries are shared by methods with the same namespace; the resource id by default.</summary>
    public required string CacheNamespace { get; init; }

    /// <summary>Parameters that tell cached responses apart.</summary>
    public IReadOnlyList<string> CacheKeyParameters { get; init => field = value ?? []; } = [];

    /// <summary>TLS towards the backend, or null for the defaults.</summary>
    public TlsConfig? TlsConfig { get; init; }

    /// <summary><c>BUFFERED</c>, <c>STREAM</c> or null.</summary>
    public string? ResponseTransferMode { get; init; }

    /// <summary>The load balancer behind a VPC link, or null.</summary>
    public string? IntegrationTarget { get; init; }

    /// <summary>How backend responses become method responses, by status code.</summary>
    public IReadOnlyDictionary<string, IntegrationResponse> IntegrationResponses { get; init => field = value ?? Maps.Empty<IntegrationResponse>(); } = Maps.Empty<IntegrationResponse>();
}

/// <summary>TLS towards a backend (AWS: TlsConfig).</summary>
/// <param name="InsecureSkipVerification">True to accept certificates of private authorities.</param>
public sealed record TlsConfig(bool InsecureSkipVerification);
