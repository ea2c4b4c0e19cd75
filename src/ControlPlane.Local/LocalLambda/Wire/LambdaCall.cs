using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlPlane.Local.LocalLambda.Functions;
using Microsoft.AspNetCore.Http.Features;

namespace ControlPlane.Local.LocalLambda.Wire;

/// <summary>One request to the Lambda API, with what its path and query say already decoded, and its answer.</summary>
internal sealed class LambdaCall(HttpContext http, string requestId)
{
    /// <summary>Largest body of an operation that carries no code.</summary>
    private const long DefaultBodyLimit = 1024 * 1024;

    public HttpContext Http { get; } = http;

    /// <summary>The id that <c>x-amzn-RequestId</c> and the log carry.</summary>
    public string RequestId { get; } = requestId;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>A part of the path; the route guarantees it is there.</summary>
    public string Route(string name) => (string)Http.Request.RouteValues[name]!;

    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>The function (and qualifier) that path and query name.</summary>
    /// <param name="account">Whose functions these are.</param>
    public FunctionReference Function(LambdaAccount account) =>
        FunctionReference.Parse(account, Route("functionName"), Query("Qualifier"));

    /// <summary>Reads a JSON body; an absent one reads as <c>{}</c>.</summary>
    /// <exception cref="LambdaException">The body is too large or not what the operation takes.</exception>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type, long limit = DefaultBodyLimit)
        where T : class
    {
        var body = await ReadBodyAsync(limit, () => LambdaErrors.RequestEntityTooLarge(limit, typeof(T).Name.Replace("Request", string.Empty, StringComparison.Ordinal)));
        try
        {
            return JsonSerializer.Deserialize(body.Length == 0 ? "{}"u8 : body.Span, type)
                ?? throw LambdaErrors.Serialization("Expected a JSON object.");
        }
        catch (JsonException e)
        {
            throw LambdaErrors.Serialization($"Could not parse request body into json: {e.Path ?? "$"} at line {e.LineNumber}, byte {e.BytePositionInLine} is not what the operation takes.");
        }
    }

    /// <summary>Reads the body whole, at most <paramref name="limit"/> bytes.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadBodyAsync(long limit, Func<LambdaException> tooLarge)
    {
        if (Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // The limit is ours: the server's own would hang up on clients that are still sending, before they see the answer.
            size.MaxRequestBodySize = null;
        }

        if (Http.Request.ContentLength > limit)
        {
            throw tooLarge();
        }

        var body = await BodyReader.ReadAsync(Http.Request, limit, Aborted);
        return body ?? throw tooLarge();
    }

    public async Task WriteAsync<T>(int status, T value, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        Http.Response.StatusCode = status;
        Http.Response.ContentType = "application/json";
        Http.Response.ContentLength = body.Length;
        await Http.Response.Body.WriteAsync(body, Aborted);
    }

    public Task NoContentAsync()
    {
        Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
