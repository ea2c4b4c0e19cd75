using System.Buffers;
using System.Globalization;
using ControlPlane.Lambda.Invocations;
using ControlPlane.Lambda.Signing;

namespace ControlPlane.Lambda.Connections;

/// <summary>Requests to one Lambda service over pooled connections: signed if need be, answers read whole into pooled memory.</summary>
internal sealed class LambdaConnection : IDisposable
{
    private const int FirstBuffer = 4 * 1024;
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // A sandbox that was frozen for minutes must not wake with a connection the service has given up: an invocation sent on it is lost,
    // and may not be sent again.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(20);

    private readonly HttpMessageInvoker _invoker;
    private readonly string _functions;
    private readonly RequestSigner? _signer;

    public LambdaConnection(Uri baseAddress, RequestSigner? signer, HttpMessageHandler? handler)
    {
        Address = baseAddress;
        _functions = baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/2015-03-31/functions/";
        _signer = signer;
        _invoker = new HttpMessageInvoker(handler ?? PlainConnections.NewHandler(ConnectTimeout, IdleTimeout), disposeHandler: handler is null);
    }

    /// <summary>The service's address.</summary>
    public Uri Address { get; }

    /// <summary>True when the service is AWS's.</summary>
    public bool IsAws => Address.Host.EndsWith(".amazonaws.com", StringComparison.Ordinal) || Address.Host.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal);

    /// <summary>Sends a request.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path behind <c>/2015-03-31/functions/</c>, escaped, and the query.</param>
    /// <param name="body">The body, or null for none; must not change until the answer is there.</param>
    /// <param name="type">The invocation type to name, or null.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What the service answered, also when that is an error.</returns>
    /// <exception cref="HttpRequestException">The service cannot be reached, or answers too much.</exception>
    public async ValueTask<Invocation> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, InvocationType? type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_functions + path, in AsWritten));
        if (body is { } payload)
        {
            request.Content = new ReadOnlyMemoryContent(payload);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        if (type is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Invocation-Type", type.ToString());
        }

        if (_signer is not null)
        {
            await _signer.SignAsync(request, body ?? default, cancellationToken).ConfigureAwait(false);
        }

        using var response = await _invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var (rented, length) = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return new Invocation((int)response.StatusCode, rented, length)
        {
            FunctionError = Header(response, "X-Amz-Function-Error"),
            ExecutedVersion = Header(response, "X-Amz-Executed-Version"),
            RequestId = Header(response, "x-amzn-RequestId"),
            ErrorType = Header(response, "x-amzn-ErrorType"),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static async ValueTask<(byte[] Rented, int Length)> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var announced = Length(response);
        if (announced > LambdaClient.MaxPayloadBytes)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, $"The function's answer has {announced} bytes.");
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(announced is { } size ? Math.Max(1, (int)size) : FirstBuffer);
        var length = 0;
        try
        {
            while (length != announced)
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, length);
                }

                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }

            return (buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        if (length > LambdaClient.MaxPayloadBytes)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, $"The function's answer has over {LambdaClient.MaxPayloadBytes} bytes.");
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static long? Length(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var values)
        && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : null;
}
