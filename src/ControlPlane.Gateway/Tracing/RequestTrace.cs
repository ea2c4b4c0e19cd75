using System.Buffers.Binary;
using System.Diagnostics;

namespace ControlPlane.Gateway.Tracing;

/// <summary>The trace of one request: its ids, its activity and that of its backend.</summary>
internal sealed class RequestTrace
{
    private readonly ActivitySource _source;
    private Activity? _backend;
    private string? _backendHeader;

    /// <param name="source">Makes activities, where somebody listens.</param>
    /// <param name="sent">The trace it belongs to; one without a root begins one.</param>
    /// <param name="request">The request.</param>
    /// <param name="isInFunction">Whether it is a part of the trace of the function that it runs in.</param>
    public RequestTrace(ActivitySource source, in TraceHeader sent, RequestContext request, bool isInFunction)
    {
        _source = source;
        IsInFunction = isInFunction;
        Root = sent.Root.IsEmpty ? RequestIds.NewTraceId(request.ReceivedAt)["Root=".Length..] : sent.Root.ToString();
        ParentId = sent.Parent.IsEmpty ? null : sent.Parent.ToString().ToLowerInvariant();
        var span = ParentId is null ? default : ActivitySpanId.CreateFromString(ParentId);
        var traceId = ActivityTraceId.CreateFromString(string.Concat(Root.AsSpan(2, 8), Root.AsSpan(11)).ToLowerInvariant());
        Server = Start(request.Verb, ActivityKind.Server, new ActivityContext(traceId, span, ActivityTraceFlags.Recorded, isRemote: true), request.ReceivedAt);
        SegmentId = Server?.SpanId.ToHexString() ?? NewId();
    }

    /// <summary>The trace's id as X-Ray writes it.</summary>
    public string Root { get; }

    /// <summary>The caller's segment, or null.</summary>
    public string? ParentId { get; }

    /// <summary>The request's own segment.</summary>
    public string SegmentId { get; }

    /// <summary>The segment of the call of the backend; it has one only when that was asked.</summary>
    public string BackendId { get; private set; } = "";

    /// <summary>Whether the caller's segment is that of the function the gateway runs in.</summary>
    public bool IsInFunction { get; }

    /// <summary>What the backend gets: the trace with the call's segment as the parent of whatever it does.</summary>
    public string Header => _backendHeader ??= BeginBackend();

    /// <summary>When the backend was asked, in ticks of the time provider, or 0.</summary>
    public long BackendStartedAt { get; private set; }

    /// <summary>The function that was asked, or null.</summary>
    public string? Function { get; private set; }

    /// <summary>The verb that an HTTP backend was asked with, or null.</summary>
    public string? BackendVerb { get; private set; }

    /// <summary>The address of the HTTP backend that was asked, or null. Its query is nobody's business.</summary>
    public Uri? BackendAddress { get; private set; }

    private Activity? Server { get; }

    /// <summary>A function is asked.</summary>
    public void Asks(RequestContext request, string function) => (BackendStartedAt, Function) = (request.Now(), function);

    /// <summary>An HTTP backend is asked.</summary>
    public void Asks(RequestContext request, HttpRequestMessage message) =>
        (BackendStartedAt, BackendVerb, BackendAddress) = (request.Now(), message.Method.Method, message.RequestUri);

    /// <summary>How long after the request's arrival the backend was asked.</summary>
    public TimeSpan BackendDelay(RequestContext request) => request.ElapsedOf(BackendStartedAt - request.StartedAt);

    /// <summary>How long the backend took; never beyond the end of the request, whose clock began at another moment.</summary>
    public TimeSpan BackendTime(RequestContext request, TimeSpan latency)
    {
        var (taken, left) = (request.ElapsedOf(request.BackendTicks), latency - BackendDelay(request));
        return taken < left ? taken : left;
    }

    /// <summary>Ends the activities.</summary>
    public void End(RequestContext request, TimeSpan latency)
    {
        if (BackendStartedAt != 0)
        {
            _ = Header;
            EndBackend(request, latency);
        }

        if (Server is { } server)
        {
            TraceTags.Describe(server, request);
            Stop(server, request.ReceivedAt + latency);
        }
    }

    private static string NewId()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Chance.Instance.NextBytes(bytes);

        // Nothing but zeros is no id.
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Math.Max(1, BinaryPrimitives.ReadUInt64LittleEndian(bytes)));
        return Convert.ToHexStringLower(bytes);
    }

    private static void Stop(Activity activity, DateTimeOffset at)
    {
        activity.SetEndTime(at.UtcDateTime);
        activity.Stop();
    }

    private string BeginBackend()
    {
        // A request to a backend that is never asked leaves its activity unended, and nobody hears of it.
        _backend = Server is null ? null : Start("backend", ActivityKind.Client, Server.Context, default);
        BackendId = _backend?.SpanId.ToHexString() ?? NewId();
        return $"Root={Root};Parent={BackendId};Sampled=1";
    }

    private void EndBackend(RequestContext request, TimeSpan latency)
    {
        if (_backend is not { } backend)
        {
            return;
        }

        var started = request.ReceivedAt + BackendDelay(request);
        backend.SetStartTime(started.UtcDateTime);
        TraceTags.DescribeBackend(backend, request, this);
        Stop(backend, started + BackendTime(request, latency));
    }

    /// <summary>Starts an activity that is nobody's current one: what the gateway's own clients do is no part of the request.</summary>
    private Activity? Start(string name, ActivityKind kind, in ActivityContext parent, DateTimeOffset at)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        var before = Activity.Current;
        var activity = _source.StartActivity(name, kind, parent, startTime: at);
        Activity.Current = before;
        return activity;
    }
}
