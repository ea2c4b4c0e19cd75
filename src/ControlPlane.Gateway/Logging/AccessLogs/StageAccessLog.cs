using ControlPlane.Domain.LogCosts;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Logging.Volumes;

namespace ControlPlane.Gateway.Logging.AccessLogs;

/// <summary>The access log of one variant of a stage: what its lines say, and where they go.</summary>
internal sealed class StageAccessLog
{
    private readonly AccessLogFormat _format;
    private readonly IAccessLogWriter _writer;

    private StageAccessLog(AccessLogFormat format, IAccessLogWriter writer) => (_format, _writer) = (format, writer);

    /// <summary>The log of a variant, or null while its stage lacks a format or a destination.</summary>
    public static StageAccessLog? Of(Stage stage, bool isCanary, IAccessLog log) =>
        stage.AccessLogSettings is { Format: { } format, DestinationArn: { } arn }
            ? new StageAccessLog(AccessLogFormat.Parse(format), log.Open(new AccessLogAddress(arn, stage.RestApiId, stage.StageName, isCanary)))
            : null;

    /// <summary>Writes the line of a request that is over; its room for bodies is free by then.</summary>
    public void Write(RequestContext request, TimeSpan latency, TimeSpan integrationLatency)
    {
        var line = request.Scratch;
        line.Clear();
        var end = new RequestEnd((long)latency.TotalMilliseconds, request.IsBackendAsked ? (long)integrationLatency.TotalMilliseconds : null);
        _format.Write(request, in end, line);
        _writer.Write(line.Span);
        request.Records.Volume.Write(LogKind.Access, RecordSize.OfLine(line.Span));
    }
}
