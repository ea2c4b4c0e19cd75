using ControlPlane.Gateway.Logging;
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
        var severity = RequestLogging.Severity(request);
        var logs = request.Logs(severity);
        if (!logs && _recorder is null && variant.AccessLog is null)
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

        _recorder?.Record(new RequestRecord
        {
            ApiId = stage.ApiId,
            StageName = stage.StageName,
            StageRevision = stage.Version.Revision,
            IsCanary = variant.IsCanary,
            DeploymentId = variant.DeploymentId,
            Verb = request.Verb,
            ResourcePath = request.Route,
            Status = request.Exchange.StatusCode,
            ErrorType = request.ErrorType,
            Aborted = request.ClientGone,
            Latency = latency,
            IntegrationLatency = integrationLatency,
            RequestId = request.RequestId,
        });
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
