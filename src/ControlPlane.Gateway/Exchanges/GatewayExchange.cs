using System.Diagnostics.CodeAnalysis;

namespace ControlPlane.Gateway.Exchanges;

/// <summary>
/// One request and its response as the data plane sees it. Adapters (Kestrel, Lambda) fill the request members before they hand the
/// exchange over and turn the response members into their own wire; they may reuse one exchange for many requests in a row.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "The cancellation source holds nothing but a timer, which is stopped after every request.")]
public abstract class GatewayExchange
{
    /// <summary>Largest request body in bytes (API Gateway: payload quota).</summary>
    public const int MaxBodyBytes = 10 * 1024 * 1024;

    private CancellationTokenSource _cancellation = new();
    private bool _headersRead;

    /// <summary>The verb as sent.</summary>
    public string Method { get; protected set; } = "GET";

    /// <summary>The path with its leading slash, percent-encoded as sent, without the query.</summary>
    public string Path { get; protected set; } = "/";

    /// <summary>The query as sent, without the question mark; empty when there is none.</summary>
    public string Query { get; protected set; } = "";

    /// <summary>The protocol as API Gateway names it, for example <c>HTTP/1.1</c>.</summary>
    public string Protocol { get; protected set; } = "HTTP/1.1";

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; protected set; } = "http";

    /// <summary>The <c>Host</c> header, with its port if it has one; empty when there is none.</summary>
    public string Host { get; protected set; } = "";

    /// <summary>
    /// True when the request came to an address that belongs to what runs the gateway (a function URL): it names no API and no custom
    /// domain, whatever it looks like.
    /// </summary>
    public bool IsOwnHost { get; protected set; }

    /// <summary>The caller's address.</summary>
    public string SourceIp { get; protected set; } = "";

    /// <summary>The port the request came in by, as text.</summary>
    public string Port { get; protected set; } = "";

    /// <summary>True when the process may stand still between its requests: what goes on after the response may not go on.</summary>
    public virtual bool MayFreeze => false;

    /// <summary>The caller, when AWS has verified one before the request came here; else null.</summary>
    public virtual VerifiedCaller? VerifiedCaller => null;

    /// <summary>True once the client is gone.</summary>
    public bool Aborted { get; private set; }

    /// <summary>True once response headers are on their way and the status cannot change.</summary>
    public abstract bool HasStarted { get; }

    /// <summary>The response's status; 200 until set.</summary>
    public abstract int StatusCode { get; set; }

    /// <summary>False when the request certainly has no body.</summary>
    public abstract bool CanHaveBody { get; }

    /// <summary>Milliseconds within which the request must be answered, at least 1, whatever time a backend may take.</summary>
    private protected virtual int MillisecondsLeft => int.MaxValue;

    /// <summary>The response's headers so far, one entry per value.</summary>
    internal abstract IEnumerable<KeyValuePair<string, string>> ResponseHeaders { get; }

    /// <summary>What the request needs while it is served.</summary>
    internal RequestContext? Context { get; set; }

    /// <summary>The request's headers, one entry per value, names as the client wrote them where the adapter still knows.</summary>
    internal RequestHeaders Headers
    {
        get
        {
            if (!_headersRead)
            {
                _headersRead = true;
                ReadHeaders(HeaderList);
            }

            return HeaderList;
        }
    }

    private RequestHeaders HeaderList { get; } = new();

    /// <summary>One request header by name, its last value, or null.</summary>
    /// <param name="name">Case-insensitive.</param>
    public abstract string? FindHeader(string name);

    /// <summary>Sets a response header to one value.</summary>
    /// <param name="name">The name as it goes out.</param>
    /// <param name="value">The value, without control characters.</param>
    public abstract void SetHeader(string name, string value);

    /// <summary>Adds a response header; several values of one name may be added.</summary>
    /// <param name="name">The name as it goes out.</param>
    /// <param name="value">The value, without control characters.</param>
    public abstract void AddHeader(string name, string value);

    /// <summary>Takes back every response header added so far.</summary>
    public abstract void ClearHeaders();

    /// <summary>Says how long the response body will be, in bytes.</summary>
    public abstract void SetContentLength(long length);

    /// <summary>Reads the whole request body.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when the body is over <see cref="MaxBodyBytes"/>.</returns>
    public abstract ValueTask<bool> ReadBodyAsync(PooledBytes body, CancellationToken cancellationToken);

    /// <summary>Writes a piece of the response body and sends it, with the headers before the first piece.</summary>
    /// <param name="body">The bytes; free to change when the call completes.</param>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> body);

    /// <summary>Breaks the response off so that the client notices: for bodies that end early.</summary>
    public abstract void Reset();

    /// <summary>Takes a header out of the request, for good: it is neither found nor listed any more.</summary>
    /// <param name="name">Case-insensitive.</param>
    internal void HideHeader(string name)
    {
        DropHeader(name);
        HeaderList.Remove(name);
    }

    /// <summary>Takes a header out of the request before its headers are copied.</summary>
    private protected abstract void DropHeader(string name);

    /// <summary>Copies the request's headers.</summary>
    private protected abstract void ReadHeaders(RequestHeaders headers);

    /// <summary>Prepares for the next request on the same exchange.</summary>
    protected void Recycle()
    {
        _headersRead = false;
        HeaderList.Clear();
    }

    /// <summary>Says that the client is gone: what is under way for it is cancelled.</summary>
    protected void Abort()
    {
        Aborted = true;
        Volatile.Read(ref _cancellation).Cancel();
    }

    /// <summary>Starts the time a backend may take.</summary>
    /// <returns>Cancelled when the time is over or the client is gone; good until <see cref="StopDeadline"/>.</returns>
    internal CancellationToken StartDeadline(int milliseconds)
    {
        var source = _cancellation;
        if (source.IsCancellationRequested && !Aborted)
        {
            source = new CancellationTokenSource();
            Volatile.Write(ref _cancellation, source);
        }

        source.CancelAfter(Math.Min(milliseconds, MillisecondsLeft));
        if (Aborted)
        {
            source.Cancel();
        }

        return source.Token;
    }

    /// <summary>Ends the time a backend may take.</summary>
    internal void StopDeadline() => _cancellation.TryReset();
}
