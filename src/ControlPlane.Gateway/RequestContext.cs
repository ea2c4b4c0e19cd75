using ControlPlane.Domain.Metrics;
using ControlPlane.Gateway.Admission;
using ControlPlane.Gateway.Compression;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Locating;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Routing;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Splitting;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway;

/// <summary>
/// What one request carries through the pipeline (AWS: requestContext). It belongs to its exchange and is reused with it.
/// </summary>
internal sealed class RequestContext(GatewayExchange exchange, TimeProvider time)
{
    private const int InlineBytes = 32 * 1024;

    private PathRange[] _captures = new PathRange[8];
    private QueryParameters? _query;
    private JsonBody? _json;
    private bool _bodyRead;
    private string? _extendedRequestId;
    private string? _traceId;
    private string? _hostText;
    private HostName? _host;
    private bool _isOwnHost;

    public GatewayExchange Exchange { get; } = exchange;

    /// <summary>The stage that serves the request; null until located.</summary>
    public StageSnapshot? Stage { get; set; }

    /// <summary>The variant that serves it; null until split.</summary>
    public StageVariant? Variant { get; set; }

    /// <summary>The method that serves it; null until matched.</summary>
    public BoundMethod? Method { get; set; }

    public Location Location { get; set; }

    /// <summary>The verb that counts, after any override, in upper case.</summary>
    public string Verb { get; private set; } = "";

    /// <summary>A UUID, new for every request.</summary>
    public string RequestId { get; private set; } = "";

    public long StartedAt { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>The request id of the AWS service behind the method, or null.</summary>
    public string? EndpointRequestId { get; set; }

    /// <summary>What the request's templates override; made when one first asks for it.</summary>
    public ParameterOverrides Overrides => SetOverrides ??= new ParameterOverrides();

    /// <summary>What the request's templates override, or null while none does.</summary>
    public ParameterOverrides? SetOverrides { get; private set; }

    /// <summary>Ticks of the time provider spent waiting for the backend.</summary>
    public long BackendTicks { get; set; }

    /// <summary>True once a backend was asked.</summary>
    public bool IsBackendAsked { get; set; }

    /// <summary>The status the backend answered, for a function that of the Lambda service, or null.</summary>
    public int? EndpointStatus { get; set; }

    /// <summary>The status in a function's proxy response, or null.</summary>
    public int? FunctionStatus { get; set; }

    /// <summary>The version of a function, called by an alias, that ran for it; null when none did.</summary>
    public FunctionVersion? Executed { get; set; }

    /// <summary>True when that version failed, whatever became of the response.</summary>
    public bool FunctionFailed { get; set; }

    /// <summary>Bytes of the response's body so far.</summary>
    public long ResponseBytes { get; set; }

    /// <summary>The error type of a gateway answer, or null.</summary>
    public string? ErrorType { get; set; }

    /// <summary>The gateway's own answer that the request got, or null.</summary>
    public GatewayError? Error { get; set; }

    /// <summary>What ended the request early, or null.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Why the gateway has refused it, for the log, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Who calls, or null while the request need not be asked.</summary>
    public AdmittedCaller? Caller { get; set; }

    /// <summary>True when it ended because its client went away; one that leaves after its response has not.</summary>
    public bool ClientGone { get; set; }

    /// <summary>From which level on its records are kept.</summary>
    public LogLevel Level { get; private set; } = LogLevel.None;

    /// <summary>Holds its records until it is known how it ends, or null.</summary>
    public HeldRecords? Held { get; private set; }

    /// <summary>Gets its records.</summary>
    public ILogger Logger => Held ?? Variant!.Logger;

    /// <summary>Traces its headers and bodies, or null.</summary>
    public DataTrace? Trace { get; set; }

    /// <summary>Its execution log, or null when nobody listens.</summary>
    public ExecutionLog? Execution { get; set; }

    public PooledBytes Body { get; } = new();

    /// <summary>Room for what is rendered or built: for the backend, then for the client.</summary>
    public PooledBytes Scratch { get; } = new();

    /// <summary>Room for the headers of an event.</summary>
    public RequestHeaders EventHeaders { get; } = new();

    /// <summary>Room for what a backend answers.</summary>
    public PooledBytes Received { get; } = new();

    public string ExtendedRequestId => _extendedRequestId ??= RequestIds.NewExtendedId();

    /// <summary>The trace header towards the backend: the client's when it carries a root, else a new one.</summary>
    public string TraceId => _traceId ??= FindTraceId();

    public QueryParameters Query => _query ??= QueryParameters.Parse(Exchange.Query);

    /// <summary>The resource's path template, or null while none is matched.</summary>
    public string? Route => Method?.Resource.Path;

    /// <summary>Starts a request on a reused context.</summary>
    public void Begin()
    {
        StartedAt = time.GetTimestamp();
        ReceivedAt = time.GetUtcNow();
        RequestId = RequestIds.NewId();
        Verb = Exchange.FindHeader("X-HTTP-Method-Override") is { Length: > 0 } verb ? verb.ToUpperInvariant() : Exchange.Method;
        Stage = null;
        Variant = null;
        Method = null;
        Location = default;
        BackendTicks = 0;
        IsBackendAsked = false;
        EndpointStatus = null;
        FunctionStatus = null;
        Executed = null;
        FunctionFailed = false;
        ResponseBytes = 0;
        EndpointRequestId = null;
        SetOverrides = null;
        ErrorType = null;
        Error = null;
        Failure = null;
        ClientGone = false;
        Refusal = null;
        Caller = null;
        Level = LogLevel.None;
        Held = null;
        Trace = null;
        Execution = null;
        _query = null;
        _extendedRequestId = null;
        _traceId = null;
        _bodyRead = false;
        IsDecoded = false;
    }

    /// <summary>The host the request came to; requests of one connection mostly share it.</summary>
    public HostName HostName()
    {
        if (!ReferenceEquals(_hostText, Exchange.Host) || _isOwnHost != Exchange.IsOwnHost || _host is null)
        {
            _hostText = Exchange.Host;
            _isOwnHost = Exchange.IsOwnHost;
            _host = Locating.HostName.Parse(_hostText, _isOwnHost);
        }

        return _host;
    }

    /// <summary>Splits: picks the variant of a stage that serves the request.</summary>
    public StageVariant Choose(StageSnapshot stage, ITrafficSplit split)
    {
        Stage = stage;
        var variant = stage.Canary is { } canary && split.PicksCanary(stage.CanaryPercent, this) ? canary : stage.Base;
        Level = LevelOr(variant.Level);
        Held = stage.LevelOverride?.Hold(ReceivedAt, Level, variant.Logger);
        return Variant = variant;
    }

    /// <summary>Matches: finds the method of the variant for the path and verb, or null.</summary>
    public BoundMethod? Match()
    {
        var routes = Variant!.Deployment.Routes;
        if (_captures.Length < routes.MaxParameters)
        {
            _captures = new PathRange[routes.MaxParameters];
        }

        var match = routes.Match(Location.RoutePath(Exchange.Path), Verb, _captures);
        if (match.Resource is null)
        {
            return Method = null;
        }

        var method = Variant.Methods[match.Method];
        Level = LevelOr(method.Level);
        return Method = method;
    }

    /// <summary>Keeps why the request is refused.</summary>
    /// <returns>The error, for the caller.</returns>
    public GatewayError Refuse(GatewayError error, string reason)
    {
        Refusal = reason;
        return error;
    }

    /// <summary>Whether its records of a level are kept.</summary>
    public bool Logs(LogLevel level) => level >= Level || (Held is not null && level >= LogLevel.Debug);

    /// <summary>Gives back what the request held.</summary>
    public void End()
    {
        _json?.Dispose();
        _json = null;
        Body.Release();
        Scratch.Release();
        Received.Release();
    }

    /// <summary>The path without its stage, as events carry it.</summary>
    public string EventPath => Location.EventPath(Exchange.Path);

    /// <summary>The path as the caller addressed it, with its stage (custom domain: base path).</summary>
    public string ContextPath => Location.ContextPath(Exchange.Path);

    /// <summary>A captured path parameter, percent-encoded as sent.</summary>
    public ReadOnlySpan<char> PathParameterAt(int index) =>
        Location.RoutePath(Exchange.Path).Slice(_captures[index].Start, _captures[index].Length);

    /// <summary>A captured path parameter by name, percent-encoded as sent, or null.</summary>
    public string? PathParameter(string name)
    {
        var index = ParameterIndex(name);
        return index < 0 ? null : PathParameterAt(index).ToString();
    }

    /// <summary>A captured path parameter by name, percent-encoded as sent; empty when there is none.</summary>
    public ReadOnlySpan<char> PathParameterSpan(string name)
    {
        var index = ParameterIndex(name);
        return index < 0 ? default : PathParameterAt(index);
    }

    /// <summary>Whether the body is no longer coded as the request's <c>Content-Encoding</c> says.</summary>
    public bool IsDecoded { get; private set; }

    /// <summary>Reads the request's body once; later calls find it there. Big bodies go on off the I/O thread.</summary>
    /// <exception cref="GatewayFailure">413: it is over 10 MB; 415: it is compressed, but not as the API and its header allow.</exception>
    public ValueTask ReadBodyAsync()
    {
        if (_bodyRead || !Exchange.CanHaveBody)
        {
            return default;
        }

        _bodyRead = true;
        return ReadAsync();
    }

    /// <summary>Goes on off the I/O thread when there is much to compute: others wait for that thread.</summary>
    /// <param name="bytes">How much there is to work on.</param>
    public static ValueTask LeaveIoThreadAsync(int bytes)
    {
        return bytes > InlineBytes ? YieldAsync() : default;

        static async ValueTask YieldAsync() => await Task.Yield();
    }

    /// <summary>The request's body as JSON, parsed once.</summary>
    public JsonBody Json => _json ??= JsonBody.OfRequest(Body.Written);

    public long Now() => time.GetTimestamp();

    /// <summary>A number of the time provider's ticks as time.</summary>
    public TimeSpan ElapsedOf(long ticks) => time.GetElapsedTime(0, ticks);

    private LogLevel LevelOr(LogLevel level) => Stage!.LevelOverride?.LevelAt(ReceivedAt, RequestId) ?? level;

    private int ParameterIndex(string name) => Method is null ? -1 : Array.IndexOf(Method.Resource.ParameterNames, name);

    private async ValueTask ReadAsync()
    {
        if (!await Exchange.ReadBodyAsync(Body, CancellationToken.None).ConfigureAwait(false))
        {
            throw new GatewayFailure(GatewayError.RequestTooLarge, "The request body is over 10 MB.");
        }

        await LeaveIoThreadAsync(Body.Length).ConfigureAwait(false);
        if (Variant?.Deployment.Document.MinimumCompressionSize is not null && Body.Length > 0 && Exchange.FindHeader("Content-Encoding") is { } codings)
        {
            // What is small now may be large then.
            await Task.Yield();
            RequestDecoding.Decode(Body, codings);
            IsDecoded = true;
        }
    }

    private string FindTraceId()
    {
        var sent = Exchange.FindHeader("X-Amzn-Trace-Id");
        return sent is not null && sent.Contains("Root=", StringComparison.Ordinal) ? sent : RequestIds.NewTraceId(ReceivedAt);
    }
}
