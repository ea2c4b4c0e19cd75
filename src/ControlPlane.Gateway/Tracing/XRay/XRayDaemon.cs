using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ControlPlane.Gateway.Tracing.XRay;

/// <summary>
/// The X-Ray daemon of this machine or of a Lambda environment: takes one segment per datagram (UDP) and sends them on. Sending never waits;
/// what the system has no room for, or nobody takes, is lost.
/// </summary>
public sealed class XRayDaemon : IDisposable
{
    /// <summary>Largest datagram that is sent, in bytes (X-Ray: segment document quota).</summary>
    public const int MaxBytes = 64 * 1024 - 512;

    private readonly Lazy<Socket> _socket;
    private readonly Func<string?>? _functionTrace;
    private readonly IPEndPoint _endpoint;

    /// <summary>Prepares to send; the daemon need not be there yet.</summary>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="functionTrace">
    /// The trace header of the invocation that is under way, or null outside functions. Requests are then parts of that trace, and its
    /// decision whether it is sampled counts.
    /// </param>
    public XRayDaemon(IPEndPoint endpoint, Func<string?>? functionTrace = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _endpoint = endpoint;
        _functionTrace = functionTrace;

        // Made when it is first needed: what a process has before its snapshot is taken (SnapStart) may be no good afterwards.
        _socket = new Lazy<Socket>(Connect);
    }

    /// <summary>Where the daemon listens.</summary>
    public string Address => _endpoint.ToString()!;

    /// <summary>
    /// The daemon that <c>AWS_XRAY_DAEMON_ADDRESS</c> names (<c>address:port</c>, or <c>tcp:address:port udp:address:port</c>), in a function
    /// whose trace <c>_X_AMZN_TRACE_ID</c> is; null where the variable is missing or names no address. Lambda sets both.
    /// </summary>
    /// <param name="variable">Reads a variable.</param>
    public static XRayDaemon? FromEnvironment(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return Parse(variable("AWS_XRAY_DAEMON_ADDRESS")) is { } endpoint ? new XRayDaemon(endpoint, () => variable("_X_AMZN_TRACE_ID")) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_socket.IsValueCreated)
        {
            _socket.Value.Dispose();
        }
    }

    /// <summary>The trace of the function's invocation, or null where there is none.</summary>
    internal string? FunctionTrace() => _functionTrace?.Invoke() is { Length: > 0 } trace ? trace : null;

    /// <summary>Sends a datagram.</summary>
    /// <returns>False when it is lost, as far as that can be told.</returns>
    internal bool TrySend(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length > MaxBytes)
        {
            return false;
        }

        try
        {
            _socket.Value.Send(datagram, SocketFlags.None, out var error);
            if (error == SocketError.ConnectionRefused)
            {
                // That was said of the datagram before, and this one did not go.
                _socket.Value.Send(datagram, SocketFlags.None, out _);
            }

            return error == SocketError.Success;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>A socket that hears when nobody listens, which only connected ones do.</summary>
    private Socket Connect()
    {
        var socket = new Socket(_endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            socket.Connect(_endpoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPEndPoint? Parse(string? addresses)
    {
        foreach (var address in (addresses ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var isUdp = address.StartsWith("udp:", StringComparison.OrdinalIgnoreCase);
            var colon = address.LastIndexOf(':');
            if ((isUdp || char.IsAsciiDigit(address[0]) || address[0] == '[') && colon > 0
                && IPAddress.TryParse(address.AsSpan(isUdp ? 4 : 0, colon - (isUdp ? 4 : 0)), out var ip)
                && int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535)
            {
                return new IPEndPoint(ip, port);
            }
        }

        return null;
    }
}
