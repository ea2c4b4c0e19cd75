using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Integrations;

/// <summary>The rules of an integration's address, stage variables and path placeholders still in it.</summary>
public static class IntegrationUri
{
    /// <summary>Checks an address against the kind of backend.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static void Validate(IntegrationType type, string? uri)
    {
        switch (type)
        {
            case IntegrationType.Http or IntegrationType.HttpProxy:
                if (!IsHttp(uri))
                {
                    throw ApiException.BadRequest("Invalid HTTP endpoint specified for URI");
                }

                break;
            case IntegrationType.Aws or IntegrationType.AwsProxy:
                ValidateArn(type, uri);
                break;
            case IntegrationType.Mock:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown integration type.");
        }
    }

    private static void ValidateArn(IntegrationType type, string? uri)
    {
        // arn:aws:apigateway:{region}:[subdomain.]{service}:{path|action}/...
        var parts = uri?.Split(':', 6) ?? [];
        if (parts is not ["arn", { Length: > 0 }, "apigateway", { Length: > 0 }, { Length: > 0 }, _])
        {
            throw ApiException.BadRequest("Invalid ARN specified in the request");
        }

        var target = parts[5];
        var isPath = target.StartsWith("path/", StringComparison.Ordinal);
        if (!isPath && !target.StartsWith("action/", StringComparison.Ordinal) && !target.StartsWith("${stageVariables.", StringComparison.Ordinal))
        {
            throw ApiException.BadRequest("AWS ARN for integration must contain path or action");
        }

        var isFirehose = parts[4] == "firehose";
        if (type == IntegrationType.AwsProxy && !isFirehose && !(parts[4] == "lambda" && isPath && IsLambdaPath(target)))
        {
            throw ApiException.BadRequest("Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.");
        }
    }

    private static bool IsLambdaPath(string target) =>
        target.StartsWith("path/2015-03-31/functions/", StringComparison.Ordinal) && target.EndsWith("/invocations", StringComparison.Ordinal);

    private static bool IsHttp(string? uri)
    {
        if (uri is null)
        {
            return false;
        }

        var scheme = uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : 0;
        if (scheme == 0)
        {
            return false;
        }

        var end = uri.AsSpan(scheme).IndexOfAny('/', '?', '#');
        var authority = end < 0 ? uri[scheme..] : uri.Substring(scheme, end);
        if (authority.Contains("${stageVariables.", StringComparison.Ordinal))
        {
            return true;
        }

        // Placeholders are filled per request; only what is around them can be judged now.
        var probe = uri.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace("$", "", StringComparison.Ordinal);
        return Uri.TryCreate(probe, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0 && parsed.Port is 80 or 443 or > 1024;
    }
}
