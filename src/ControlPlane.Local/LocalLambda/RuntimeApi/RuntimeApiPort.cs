using System.Net.Sockets;

namespace ControlPlane.Local.LocalLambda.RuntimeApi;

/// <summary>An open port of the Runtime API; closed when disposed.</summary>
internal sealed class RuntimeApiPort(Socket socket, int number) : IDisposable
{
    /// <summary>What <c>AWS_LAMBDA_RUNTIME_API</c> says.</summary>
    public string Address { get; } = $"127.0.0.1:{number}";

    public void Dispose() => socket.Dispose();
}
