using System.Diagnostics;
using ControlPlane.Gateway.Hosting;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Tracing.XRay;

namespace ControlPlane.Gateway.Tracing;

/// <summary>
/// Traces the requests of stages with tracing: as activities of the source <c>ControlPlane.Gateway</c>, whoever listens, and as segments to
/// the X-Ray daemon where there is one. The trace goes on behind the gateway by <c>X-Amzn-Trace-Id</c>; a client's own <c>traceparent</c>
/// passes as any other header does.
/// </summary>
internal sealed class RequestTracer : IDisposable
{
    private readonly ActivitySource _source = new(GatewayTelemetry.Name);
    private readonly TraceSampler _sampler;
    private readonly XRayDaemon? _daemon;
    private readonly GatewayFaults _faults;

    /// <param name="sampling">Which requests are traced when nobody has decided before.</param>
    /// <param name="daemon">Gets the segments, or null.</param>
    /// <param name="faults">Hears of a daemon that cannot be reached.</param>
    public RequestTracer(TraceSampling sampling, XRayDaemon? daemon, GatewayFaults faults)
    {
        _sampler = new TraceSampler(sampling);
        _daemon = daemon;
        _faults = faults;
    }

    /// <summary>Begins the trace of a request whose variant is known, or notes that it has none.</summary>
    public void Begin(RequestContext request)
    {
        // Inside a function the function's own trace is the one that goes on.
        var own = _daemon?.FunctionTrace();
        var header = own ?? request.Exchange.FindHeader(TraceHeader.Name);
        var sent = TraceHeader.Parse(header);
        if (sent.IsSampled ?? _sampler.Picks(request.ReceivedAt, sent.Root.IsEmpty ? request.RequestId : sent.Root))
        {
            request.Traced = new RequestTrace(_source, sent, request, isInFunction: own is not null && !sent.Parent.IsEmpty);
        }
        else
        {
            request.LeaveUntraced(header, sent);
        }
    }

    /// <summary>Ends the trace of a request that is over.</summary>
    public void End(RequestContext request, RequestTrace trace, TimeSpan latency)
    {
        trace.End(request, latency);
        if (_daemon is not null && !_daemon.TrySend(SegmentWriter.Write(request, trace, latency)))
        {
            _faults.Report("xray_daemon", request.Stage!, $"The X-Ray daemon at {_daemon.Address} cannot be reached, traces are lost.");
        }
    }

    public void Dispose() => _source.Dispose();
}
