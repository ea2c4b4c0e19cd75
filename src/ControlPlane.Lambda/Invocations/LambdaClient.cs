using System.Buffers;
using System.Globalization;
using System.Net;
using Amazon;
using Amazon.Runtime;
using ControlPlane.Lambda.Signing;

namespace ControlPlane.Lambda.Invocations;

/// <summary>Invokes functions over HTTP: of AWS when requests are signed, of a local Lambda service when they are not.</summary>
public sealed class LambdaClient : ILambdaClient, IDisposable
{
    /// <summary>Largest answer that is read, in bytes: Lambda's 6 MB response limit and room for its envelope.</summary>
    public const int MaxPayloadBytes = (6 * 1024 * 1024) + (64 * 1024);

    private const int FirstBuffer = 4 * 1024;
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpMessageInvoker _invoker;
    private readonly string _functions;
    private readonly RequestSigner? _signer;

    /// <summary>Creates a client.</summary>
    /// <param name="baseAddress">The service, for example <c>https://lambda.us-east-1.amazonaws.com</c>.</param>
    /// <param name="signer">Signs requests, or null for a local service.</param>
    /// <param name="handler">Sends requests in place of pooled sockets, or null; not disposed.</param>
    public LambdaClient(Uri baseAddress, RequestSigner? signer = null, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        _functions = baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/2015-03-31/functions/";
        _signer = signer;
        _invoker = new HttpMessageInvoker(handler ?? NewHandler(), disposeHandler: handler is null);
    }

    /// <summary>A client of a region's service, or of another in its place. Requests are signed unless they stay on this machine.</summary>
    /// <param name="region">The region, for example <c>us-east-1</c>.</param>
    /// <param name="url">The other service, or null.</param>
    /// <exception cref="AmazonClientException">Requests must be signed and there are no credentials.</exception>
    public static LambdaClient ForRegion(string region, Uri? url = null)
    {
        url ??= new Uri($"https://lambda.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}");
        return url.IsLoopback ? new LambdaClient(url) : new LambdaClient(url, RequestSigner.ForLambda(region));
    }

    /// <inheritdoc/>
    public async ValueTask<Invocation> InvokeAsync(
        string function,
        ReadOnlyMemory<byte> payload,
        InvocationType type = InvocationType.RequestResponse,
        CancellationToken cancellationToken = default)
    {
        var address = new Uri(_functions + Uri.EscapeDataString(function) + "/invocations", in AsWritten);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(payload) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        if (type != InvocationType.RequestResponse)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Invocation-Type", type.ToString());
        }

        if (_signer is not null)
        {
            await _signer.SignAsync(request, payload, cancellationToken).ConfigureAwait(false);
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
        if (announced > MaxPayloadBytes)
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
        if (length > MaxPayloadBytes)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, $"The function's answer has over {MaxPayloadBytes} bytes.");
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

    private static SocketsHttpHandler NewHandler() => new()
    {
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    };
}
