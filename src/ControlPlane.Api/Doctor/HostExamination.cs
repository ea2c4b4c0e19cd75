using System.Net;
using System.Net.Sockets;

namespace ControlPlane.Api.Doctor;

/// <summary>Resolves the names of HTTP backends; connects to none.</summary>
internal static class HostExamination
{
    /// <summary>Why a host has no address, or null when it has one.</summary>
    /// <param name="host">A name or a literal address.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string?> FindFaultAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out _))
        {
            return null;
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0 ? null : "it has no address";
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return exception.Message;
        }
    }
}
