using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.Stages;

/// <summary>The rules of access log settings.</summary>
internal static class AccessLogs
{
    public static AccessLogSettings WithDestination(Stage stage, PatchEdit edit)
    {
        var arn = NotEmpty(edit);
        var parts = arn.Split(':', 6);
        var valid = parts is ["arn", _, "logs", _, _, _] && parts[5].StartsWith("log-group:", StringComparison.Ordinal)
            || (parts is ["arn", _, "firehose", _, _, _] && parts[5].StartsWith("deliverystream/amazon-apigateway-", StringComparison.Ordinal));
        return valid
            ? new AccessLogSettings(arn, stage.AccessLogSettings?.Format)
            : throw ApiException.BadRequest(
                "Invalid ARN specified in the request. ARNs must start with 'arn:' and name a CloudWatch Logs log group or a Firehose stream whose name starts with amazon-apigateway-");
    }

    public static AccessLogSettings WithFormat(Stage stage, PatchEdit edit)
    {
        var format = NotEmpty(edit);
        if (format.TrimEnd('\r', '\n').AsSpan().ContainsAny('\r', '\n'))
        {
            throw ApiException.BadRequest("Access Log format must be a single line");
        }

        if (!format.Contains("$context.requestId", StringComparison.Ordinal) && !format.Contains("$context.extendedRequestId", StringComparison.Ordinal))
        {
            throw ApiException.BadRequest("Access Log format must contain $context.requestId or $context.extendedRequestId");
        }

        return new AccessLogSettings(stage.AccessLogSettings?.DestinationArn, format);
    }

    private static string NotEmpty(PatchEdit edit) =>
        string.IsNullOrEmpty(edit.Value) ? throw ApiException.BadRequest("Access Log value must not be empty") : edit.Value;
}
