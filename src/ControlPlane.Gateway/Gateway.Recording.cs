using ControlPlane.Gateway.Recording;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway;

public sealed partial class Gateway
{
    private void Record(RequestContext request)
    {
        if (request.Stage is not { } stage || request.Variant is not { } variant)
        {
            return;
        }

        var log = variant.Logger.IsEnabled(LogLevel.Debug);
        if (!log && _recorder is null)
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
            Verb = request.Verb,
            ResourcePath = request.Method?.Resource.Path,
            Status = request.Exchange.StatusCode,
            ErrorType = request.ErrorType,
            Aborted = request.Exchange.Aborted,
            Latency = _time.GetElapsedTime(request.StartedAt),
            IntegrationLatency = _time.GetElapsedTime(0, request.BackendTicks),
            RequestId = request.RequestId,
        };
        if (log)
        {
            Served(
                variant.Logger,
                record.RequestId,
                record.Verb,
                record.ResourcePath,
                record.Status,
                record.DeploymentId,
                record.StageRevision,
                record.Latency.TotalMilliseconds,
                record.IntegrationLatency.TotalMilliseconds);
        }

        _recorder?.Record(record);
    }

    [LoggerMessage(
        Level = LogLevel.Debug,
        Message = "({RequestId}) {Verb} {ResourcePath} {Status}, deployment {DeploymentId}, revision {Revision}, {Latency} ms, backend {IntegrationLatency} ms")]
    private static partial void Served(
        ILogger logger,
        string requestId,
        string verb,
        string? resourcePath,
        int status,
        string deploymentId,
        long revision,
        double latency,
        double integrationLatency);
}
