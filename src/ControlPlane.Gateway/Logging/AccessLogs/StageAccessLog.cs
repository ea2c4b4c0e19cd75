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
    /// <param name="stage">The stage.</param>
    /// <param name="variables">The variant's variables.</param>
    /// <param name="isCanary">True for the canary.</param>
    /// <param name="log">Where lines go.</param>
    public static StageAccessLog? Of(Stage stage, IReadOnlyDictionary<string, string> variables, bool isCanary, IAccessLog log) =>
        stage.AccessLogSettings is { Format: { } format, DestinationArn: { } arn }
            ? new StageAccessLog(AccessLogFormat.Parse(format, variables), log.Open(new AccessLogAddress(arn, stage.RestApiId, stage.StageName, isCanary)))
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
