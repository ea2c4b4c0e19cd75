using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Apis;

/// <summary>How an API is reached (AWS: EndpointConfiguration). Kept and reported; a single machine has one kind of endpoint.</summary>
public sealed record EndpointConfiguration
{
    /// <summary>The allowed endpoint types.</summary>
    public static IReadOnlyList<string> AllowedTypes { get; } = ["REGIONAL", "EDGE", "PRIVATE"];

    /// <summary>The allowed address types.</summary>
    public static IReadOnlyList<string> AllowedIpAddressTypes { get; } = ["ipv4", "dualstack"];

    /// <summary>An edge endpoint over IPv4, API Gateway's default.</summary>
    public static EndpointConfiguration Default { get; } = new();

    /// <summary>Exactly one of <see cref="AllowedTypes"/>.</summary>
    public IReadOnlyList<string> Types { get; init => field = value ?? ["EDGE"]; } = ["EDGE"];

    /// <summary>One of <see cref="AllowedIpAddressTypes"/>.</summary>
    public string IpAddressType { get; init => field = value ?? "ipv4"; } = "ipv4";

    /// <summary>VPC endpoint ids of a private API.</summary>
    public IReadOnlyList<string> VpcEndpointIds { get; init => field = value ?? []; } = [];

    /// <summary>Checks the combination.</summary>
    /// <param name="member">Where the value stood, for ValidationException texts.</param>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public void Validate(string member)
    {
        foreach (var type in Types)
        {
            if (!AllowedTypes.Contains(type))
            {
                throw new Violation(
                    $"Value '[{string.Join(", ", Types)}]' at '{member}.types' failed to satisfy constraint: Member must satisfy constraint: " +
                    "[Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]").ToException();
            }
        }

        if (Types.Count > 1)
        {
            throw ApiException.BadRequest("Cannot create an api with multiple Endpoint Types.");
        }

        if (Types.Count == 0)
        {
            throw ApiException.BadRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
        }

        if (!AllowedIpAddressTypes.Contains(IpAddressType))
        {
            throw Violation.NotInEnum(IpAddressType, $"{member}.ipAddressType", AllowedIpAddressTypes).ToException();
        }

        if (Types[0] == "PRIVATE" && IpAddressType != "dualstack")
        {
            throw ApiException.BadRequest("Only dualstack ipAddressType is supported for Private APIs.");
        }
    }
}
