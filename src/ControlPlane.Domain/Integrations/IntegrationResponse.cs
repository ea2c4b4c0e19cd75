using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Integrations;

/// <summary>How one class of backend responses becomes a method response (AWS: IntegrationResponse).</summary>
public sealed record IntegrationResponse
{
    /// <summary>The method response's status, three digits.</summary>
    public required string StatusCode { get; init; }

    /// <summary>A regular expression over the backend's status (HTTP, MOCK) or error message (AWS); null or empty for the default response.</summary>
    public string? SelectionPattern { get; init; }

    /// <summary><c>method.response.header.{name}</c> to a mapping expression.</summary>
    public IReadOnlyDictionary<string, string> ResponseParameters { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>Media type to mapping template.</summary>
    public IReadOnlyDictionary<string, string?> ResponseTemplates { get; init => field = value ?? Maps.Empty<string?>(); } = Maps.Empty<string?>();

    /// <summary>How the response body is converted, or null to leave it.</summary>
    public ContentHandling? ContentHandling { get; init; }
}
