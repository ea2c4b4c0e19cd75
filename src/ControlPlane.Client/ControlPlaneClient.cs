using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlPlane.Client.Apis;
using ControlPlane.Client.Wire;
using ControlPlane.Lambda.Signing;

namespace ControlPlane.Client;

/// <summary>
/// The control API as .NET sees it: one method per operation, by family in the files beside this one. Safe to call from many threads at once.
/// </summary>
/// <remarks>
/// Every method throws <see cref="ControlPlaneException"/> when the API refuses, fails or cannot be reached, and
/// <see cref="OperationCanceledException"/> when it is cancelled.
/// </remarks>
public sealed partial class ControlPlaneClient
{
    private readonly ControlPlaneConnection _api;
    private readonly ControlPlaneConnection? _lambda;

    /// <summary>Creates a client.</summary>
    /// <param name="http">Sends the requests; the caller keeps and disposes it.</param>
    /// <param name="endpoint">Where the control API is.</param>
    /// <param name="signer">Signs every request, or null where nobody asks for signatures.</param>
    /// <param name="lambdaEndpoint">Where the Lambda service behind the API is, or null when functions are not to be read.</param>
    public ControlPlaneClient(HttpClient http, Uri endpoint, RequestSigner? signer = null, Uri? lambdaEndpoint = null)
    {
        _api = new ControlPlaneConnection(http, endpoint, signer);
        _lambda = lambdaEndpoint is null ? null : new ControlPlaneConnection(http, lambdaEndpoint, signer);
    }

    /// <summary>GetCaller: who the API takes the caller for.</summary>
    public Task<Caller> GetCallerAsync(CancellationToken cancellationToken = default) =>
        GetAsync("caller", ClientJson.Default.Caller, cancellationToken);

    /// <summary>GetOpenApi: the API's description of itself, an OpenAPI document as JSON.</summary>
    public async Task<ReadOnlyMemory<byte>> GetOpenApiAsync(CancellationToken cancellationToken = default) =>
        (await _api.SendAsync(new WireRequest(HttpMethod.Get, "openapi.json"), cancellationToken).ConfigureAwait(false)).Body;

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(new WireRequest(HttpMethod.Get, path), type, cancellationToken);

    private async Task<T> SendAsync<T>(WireRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        (await _api.SendAsync(request, cancellationToken).ConfigureAwait(false)).Read(type);

    private async Task<Revised<T>> SendRevisedAsync<T>(WireRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var answer = await _api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return new Revised<T>(answer.Read(type), answer.ETag);
    }

    private Task SendAsync(WireRequest request, CancellationToken cancellationToken) => _api.SendAsync(request, cancellationToken);

    private static byte[] Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private static string Segment(string text) => Uri.EscapeDataString(text);

    private static string Paged(string path, string? position, int? limit)
    {
        var query = (limit is { } count ? $"&limit={count}" : "") + (position is null ? "" : $"&position={Segment(position)}");
        return query.Length == 0 ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query.AsSpan(1)}";
    }
}
