using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.GatewayResponses;

/// <summary>What an API answers where no backend does (AWS: GatewayResponse).</summary>
public sealed record GatewayResponse
{
    /// <summary>The case it answers.</summary>
    public required GatewayResponseType ResponseType { get; init; }

    /// <summary>The status, three digits from 1 to 5 on, or null for the type's own; a redirection may stand here.</summary>
    public string? StatusCode { get; init; }

    /// <summary>Mapping expressions by <c>gatewayresponse.header.{name}</c>.</summary>
    public IReadOnlyDictionary<string, string> ResponseParameters { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>Templates by media type; plain substitution of <c>$</c> variables.</summary>
    public IReadOnlyDictionary<string, string> ResponseTemplates { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();
}
