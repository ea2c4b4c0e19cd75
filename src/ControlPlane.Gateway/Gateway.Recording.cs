using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Responses;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway;

public sealed partial class Gateway
{
    private void Record(RequestContext request)
    {
        if (request.Stage is not { } stage || request.Variant is not { } variant)
        {
            RecordUnlocated(request);
            return;
        }

        request.Method?.ExecutionLog?.End(request);
        if (request.Traced is { } trace)
        {
            stage.Tracer!.End(request, trace, _time.GetElapsedTime(request.StartedAt));
        }

        var severity = RequestLogging.Severity(request);
        var logs = request.Makes(RequestLogging.EndOf(request), severity);
        var measures = _metricsReports.AreWanted || _instruments.AreEnabled;
        if (!logs && !measures && _recorder is null && variant.AccessLog is null)
        {
            return;
        }

        var latency = _time.GetElapsedTime(request.StartedAt);
        var integrationLatency = request.ElapsedOf(request.BackendTicks);
        if (logs)
        {
            request.LogEnd(severity, latency, integrationLatency);
            request.Held?.Release(RequestLogging.HasFailed(request) || stage.LevelOverride!.IsSlow(latency));
        }

        variant.AccessLog?.Write(request, latency, integrationLatency);
        if (!measures && _recorder is null)
        {
            return;
        }

        var record = new RequestRecord
        {
            ApiId = stage.ApiId,
            StageName = stage.StageName,
            StageRevision = stage.Version.Revision,
            IsCanary = variant.IsCanary,
            DeploymentId = variant.DeploymentId,
            Labels = variant.Labels,
            ReceivedAt = request.ReceivedAt,
            DetailedVerb = request.Method?.DetailedVerb,
            Verb = request.Verb,
            ResourcePath = request.Route,
            Status = request.Exchange.StatusCode,
            ErrorType = request.ErrorType,
            Executed = request.Executed,
            FunctionFailed = request.FunctionFailed,
            Aborted = request.ClientGone,
            Latency = latency,
            IntegrationLatency = integrationLatency,
            Cache = request.Cache,
            RequestId = request.RequestId,
            RouteKey = request.Method?.RouteKey,
            Logs = request.Records.Volume,
        };
        _instruments.Record(record);
        if (_metricsReports.AreWanted)
        {
            _metrics.Record(record);
            if (!_metrics.TryRecordVersion(record))
            {
                _faults.Report("function_versions", stage, $"More than {StageMetrics.MaxVersions} versions of functions run behind its aliases; those beyond are not counted by version.");
            }

            _metricsReports.Touch(stage.IsRollingOut);
        }

        _recorder?.Record(record);
    }

    private void RecordUnlocated(RequestContext request)
    {
        // Of a store that fails the snapshots speak, once for all requests.
        if (request.Failure is GatewayFailure failure)
        {
            Unserved(request.RequestId, failure.Error.Status, failure.Message);
        }
        else if (request.Failure is not null)
        {
            Failed(request.RequestId, request.Failure);
        }
    }

    [LoggerMessage(EventId = 2020, Level = LogLevel.Debug, Message = "({RequestId}) {Detail} Completed with status: {Status}")]
    private partial void Unserved(string requestId, int status, string detail);

    [LoggerMessage(EventId = 2021, Level = LogLevel.Error, Message = "({RequestId}) The request failed.")]
    private partial void Failed(string requestId, Exception exception);
}
