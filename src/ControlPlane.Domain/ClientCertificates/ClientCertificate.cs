using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.ClientCertificates;

/// <summary>What stages show to HTTP backends to be recognised (AWS: ClientCertificate).</summary>
public sealed record ClientCertificate
{
    /// <summary>Six characters of <c>[a-z0-9]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Free text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The certificate without its key, for backends to trust.</summary>
    public required string PemEncodedCertificate { get; init; }

    /// <summary>The private key, encrypted by a <see cref="KeyProtection"/>, base64.</summary>
    public required string ProtectedKey { get; init; }

    /// <summary>When it was generated, to the second.</summary>
    public required DateTimeOffset CreatedDate { get; init; }

    /// <summary>When it ends, to the second.</summary>
    public required DateTimeOffset ExpirationDate { get; init; }

    /// <summary>Its tags, at most 50.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();
}
