using ControlPlane.Lambda.Connections;
using ControlPlane.Lambda.Functions;
using ControlPlane.Lambda.Signing;

namespace ControlPlane.Lambda.Invocations;

/// <summary>The Lambda service over HTTP: AWS's when requests are signed, a local one when they need not be.</summary>
public sealed class LambdaClient : ILambdaClient, IDisposable
{
    /// <summary>Largest answer that is read, in bytes: Lambda's 6 MB response limit and room for its envelope.</summary>
    public const int MaxPayloadBytes = (6 * 1024 * 1024) + (64 * 1024);

    private readonly LambdaConnection _connection;
    private readonly Uri _baseAddress;

    /// <summary>Creates a client.</summary>
    /// <param name="baseAddress">The service, for example <c>https://lambda.us-east-1.amazonaws.com</c>.</param>
    /// <param name="signer">Signs requests, or null for a local service.</param>
    /// <param name="handler">Sends requests in place of pooled sockets, or null; not disposed.</param>
    /// <param name="time">Times the waits before repetitions.</param>
    public LambdaClient(Uri baseAddress, RequestSigner? signer = null, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        _baseAddress = baseAddress;
        _connection = new LambdaConnection(baseAddress, signer, handler);
        Functions = new LambdaFunctions(_connection, new Retries(time ?? TimeProvider.System));
    }

    /// <summary>Versions and aliases of functions.</summary>
    public ILambdaFunctions Functions { get; }

    /// <summary>
    /// A client as the standard variables of AWS tools describe it: <c>AWS_REGION</c> (or <c>AWS_DEFAULT_REGION</c>), <c>AWS_ENDPOINT_URL_LAMBDA</c>
    /// (or <c>AWS_ENDPOINT_URL</c>) for another service than AWS's, and credentials wherever these tools find them. A service of this machine is
    /// asked without a signature when <c>AWS_ACCESS_KEY_ID</c> is not set.
    /// </summary>
    /// <param name="variable">Reads a variable, or null for the process's environment.</param>
    /// <exception cref="InvalidOperationException">The region, an address or the credentials are missing or unusable; the message is one line.</exception>
    public static LambdaClient FromEnvironment(Func<string, string?>? variable = null)
    {
        var (address, signer) = LambdaEnvironment.Read(variable ?? Environment.GetEnvironmentVariable);
        return new LambdaClient(address, signer);
    }

    /// <inheritdoc/>
    /// <remarks>Never sent twice: the function may have run although no answer came.</remarks>
    public ValueTask<Invocation> InvokeAsync(
        string function,
        ReadOnlyMemory<byte> payload,
        InvocationType type = InvocationType.RequestResponse,
        CancellationToken cancellationToken = default) => InvokeAsync(function, payload, type, null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Invocation> InvokeAsync(
        string function, ReadOnlyMemory<byte> payload, InvocationType type, string? trace, CancellationToken cancellationToken) =>
        _connection.SendAsync(
            HttpMethod.Post,
            Uri.EscapeDataString(function) + "/invocations",
            payload,
            type == InvocationType.RequestResponse ? null : type,
            cancellationToken,
            trace);

    /// <inheritdoc/>
    public string AddressOf(string function) => $"{_baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/')}/2015-03-31/functions/{function}/invocations";

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();
}
