using System.Collections.Frozen;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Integrations;

/// <summary>Backend request headers that mappings and overrides must not set: API Gateway answers 500.</summary>
internal static class UnmappableHeaders
{
    private static readonly FrozenSet<string> Everywhere =
        new[] { "Content-Length", "Transfer-Encoding", "X-Amzn-Trace-Id", "X-Amzn-Apigateway-Api-Id" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> ForAws =
        new[] { "Authorization", "Connection", "Expect", "Proxy-Authenticate", "TE" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses a name.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="isAws">Whether the backend is an AWS service, to which more names belong.</param>
    /// <exception cref="GatewayFailure">500.</exception>
    public static void Check(string name, bool isAws)
    {
        if (Contains(name, isAws))
        {
            throw GatewayFailure.Configuration(Reason(name));
        }
    }

    /// <summary>Why a mapping cannot be served, or null when it can.</summary>
    public static string? Find(RequestMapping mapping, bool isAws)
    {
        foreach (var (name, _) in mapping.Headers)
        {
            if (Contains(name, isAws))
            {
                return Reason(name);
            }
        }

        return null;
    }

    private static bool Contains(string name, bool isAws) => Everywhere.Contains(name) || (isAws && ForAws.Contains(name));

    private static string Reason(string name) => $"The header {name} must not be mapped";
}
