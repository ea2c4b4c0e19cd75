using System.Buffers;
using System.Globalization;
using ControlPlane.Api.Identity;
using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Stages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Requests;

/// <summary>One call of the control API, as its handlers see it.</summary>
internal sealed class ApiRequest
{
    /// <summary>The largest body, in bytes.</summary>
    public const int MaxBodyBytes = 10 * 1024 * 1024;

    private const int _defaultLimit = 25;
    private const int _maxLimit = 500;

    private readonly HttpContext _context;
    private readonly TimeProvider _time;
    private ReadOnlyMemory<byte>? _body;

    public ApiRequest(HttpContext context, string requestId, CallerIdentity caller, TimeProvider time)
    {
        _context = context;
        _time = time;
        Caller = caller;
        RequestId = requestId;
    }

    /// <summary>Who asks.</summary>
    public CallerIdentity Caller { get; }

    /// <summary>The id the client sees in <c>x-amzn-RequestId</c>.</summary>
    public string RequestId { get; }

    /// <summary>Where new ids come from.</summary>
    public IdSource Ids { get; private set; } = IdSource.Random;

    /// <summary>What the caller's <c>Idempotency-Key</c> became, or null when there is none.</summary>
    public string? Token { get; private set; }

    /// <summary>Ends when the client goes away.</summary>
    public CancellationToken Cancelled => _context.RequestAborted;

    /// <summary>Now, to the second.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(_time.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>Who asks, for the history.</summary>
    public ChangeOrigin Origin => new(Caller.Arn, RequestId, _time.GetUtcNow(), Token);

    /// <summary>Path and query as they were sent.</summary>
    public string Target => _context.Request.Path + _context.Request.QueryString;

    /// <summary>Where the API was asked, scheme and authority, for commands that ask it again.</summary>
    public string Endpoint => $"{_context.Request.Scheme}://{_context.Request.Host}";

    /// <summary>Whether ids come from an <c>Idempotency-Key</c>, so that what is already there may be this very creation.</summary>
    public bool IsRepeatable => Token is not null;

    /// <summary>The <c>{restapi_id}</c> of the path.</summary>
    public string ApiId => Route("restapi_id");

    /// <summary>The largest number of elements a list answers, 1 to 500.</summary>
    public int Limit
    {
        get
        {
            var text = Query("limit");
            if (text is null)
            {
                return _defaultLimit;
            }

            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
                ? Math.Min(limit, _maxLimit)
                : throw ApiException.BadRequest("Invalid limit parameter specified");
        }
    }

    /// <summary>The token a list goes on behind, or null.</summary>
    public string? Position => Query("position");

    /// <summary>Makes the request one that may be repeated: its ids come from the token.</summary>
    public void MakeRepeatable(string token)
    {
        Token = token;
        Ids = IdSource.Seeded(token);
    }

    /// <summary>A variable of the path, percent-decoded.</summary>
    public string Route(string name) => (string)_context.GetRouteValue(name)!;

    /// <summary>The last value of a query parameter, or null.</summary>
    public string? Query(string name) => _context.Request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[^1] : null;

    /// <summary>Whether a query parameter is true.</summary>
    public bool Flag(string name) => string.Equals(Query(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>All values of a query parameter.</summary>
    public IEnumerable<string> QueryAll(string name) => _context.Request.Query[name].OfType<string>();

    /// <summary>A header, or null.</summary>
    public string? Header(string name) => _context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>Whether <c>embed</c> asks for something (repeated or comma-separated).</summary>
    public bool Embeds(string name) => QueryAll("embed").Any(value => value.Split(',').Contains(name, StringComparer.Ordinal));

    /// <summary>The revision that <c>If-Match</c> demands, or null when any will do.</summary>
    /// <exception cref="ApiException">412: the header is not one of our entity tags, so it can match nothing.</exception>
    public long? IfMatch() => Header("If-Match") switch
    {
        null or "" or "*" => null,
        var tag when long.TryParse(tag.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) => revision,
        _ => throw PreconditionFailed(),
    };

    /// <summary>Checks <c>If-Match</c> against a revision.</summary>
    /// <exception cref="ApiException">412: it names another one.</exception>
    public void RequireMatch(long revision)
    {
        if (IfMatch() is { } wanted && wanted != revision)
        {
            throw PreconditionFailed();
        }
    }

    /// <summary>The body as AWS's named input.</summary>
    /// <exception cref="ApiException">413: it is too large; 400: it is not a JSON object.</exception>
    public async ValueTask<RequestBody> BodyAsync(string input) => RequestBody.Parse(await BytesAsync().ConfigureAwait(false), input);

    /// <summary>The body as it was sent.</summary>
    /// <exception cref="ApiException">413: it is too large.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> BytesAsync()
    {
        if (_body is { } read)
        {
            return read;
        }

        if (_context.Request.ContentLength > MaxBodyBytes)
        {
            throw TooLarge();
        }

        if (_context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        var reader = _context.Request.BodyReader;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(Cancelled).ConfigureAwait(false);
                if (result.Buffer.Length > MaxBodyBytes)
                {
                    throw TooLarge();
                }

                if (result.IsCompleted)
                {
                    var body = result.Buffer.ToArray();
                    reader.AdvanceTo(result.Buffer.End);
                    _body = body;
                    return body;
                }

                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge();
        }
        catch (BadHttpRequestException)
        {
            throw ApiException.BadRequest("The request body is incomplete");
        }
    }

    private static ApiException TooLarge() =>
        new(ErrorType.RequestEntityTooLargeException, $"Request body is too large. It may have at most {MaxBodyBytes} bytes.");

    private static ApiException PreconditionFailed() =>
        new(ErrorType.PreconditionFailedException, "The revision named by If-Match is not the current one. Read the resource again and repeat the change.");
}
