using System.Globalization;

namespace ControlPlane.Local.Zappa;

/// <summary>The commands that make an API and a stage of what Zappa made: one function behind every path.</summary>
internal static class StageCommands
{
    private const int MaxIntegrationSeconds = 29;

    /// <summary>Writes the commands, each a comment line of its own.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="stage">The stage; what concerns API, methods and stage is taken from it.</param>
    /// <param name="setup">What the stage's other parts need as well.</param>
    /// <param name="domain">The stage's domain, or null.</param>
    public static void Write(TextWriter output, ZappaStage stage, StageSetup setup, StageDomain? domain)
    {
        output.WriteLine("#");
        output.WriteLine("# The stage:");
        Line(output, $"api=$(controlplane create-rest-api --name {stage.FunctionName}{ApiOptions(stage)} --query id --output text)");
        Line(output, "root=$(controlplane get-resources --rest-api-id $api --query 'items[0].id' --output text)");
        Line(output, "proxy=$(controlplane create-resource --rest-api-id $api --parent-id $root --path-part '{proxy+}' --query id --output text)");
        var (method, closed) = MethodOptions(stage);
        if (closed is not null)
        {
            output.WriteLine($"#   # {closed}: ControlPlane refuses such methods, they are never open. --authorization-type NONE opens them.");
        }

        var uri = $"arn:{setup.Partition}:apigateway:{setup.Region}:lambda:path/2015-03-31/functions/arn:{setup.Partition}:lambda:{setup.Region}:$account:function:{stage.FunctionName}/invocations";
        var timeout = Math.Min(setup.TimeoutSeconds ?? MaxIntegrationSeconds, MaxIntegrationSeconds) * 1000;
        Line(output, "for resource in $root $proxy; do");
        Line(output, $"  controlplane put-method --rest-api-id $api --resource-id $resource --http-method ANY {method}");
        Line(output, $"  controlplane put-integration --rest-api-id $api --resource-id $resource --http-method ANY --type AWS_PROXY --integration-http-method POST --timeout-in-millis {timeout.ToString(CultureInfo.InvariantCulture)} --uri \"{uri}\"");
        Line(output, "done");
        Line(output, $"controlplane create-deployment --rest-api-id $api --stage-name {stage.Name}");
        var executionLog = stage.TakeText("cloudwatch_log_level");
        if (executionLog is not (null or "OFF"))
        {
            // As in API Gateway, a stage may log only when the account has a role for it.
            var role = setup.RoleArn is { } arn ? Quoting.Shell(arn) : $"arn:{setup.Partition}:iam::$account:role/{stage.FunctionName}-ZappaLambdaExecutionRole";
            Line(output, $"log_role={role}");
            Line(output, "controlplane update-account --patch-operations op=replace,path=/cloudwatchRoleArn,value=$log_role");
        }

        if (StagePatches(stage, setup, executionLog) is { Count: > 0 } patches)
        {
            Line(output, $"controlplane update-stage --rest-api-id $api --stage-name {stage.Name} --patch-operations {string.Join(' ', patches)}");
        }

        if (setup.LogLevel is { } level)
        {
            Line(output, $"curl -X PUT \"$control/restapis/$api/stages/{stage.Name}/loglevel\" -d '{{\"level\":\"{level}\"}}'");
        }

        if (domain is not null)
        {
            WriteDomain(output, stage, domain);
        }
    }

    private static string ApiOptions(ZappaStage stage)
    {
        var options = "";
        if (stage.TakeText("apigateway_description") is { } description)
        {
            options += $" --description {Quoting.Shell(description)}";
        }

        if (stage.TakeFlag("binary_support") ?? true)
        {
            options += " --binary-media-types '*/*'";
        }

        var (compress, size) = (stage.TakeFlag("payload_compression"), stage.TakeNumber("payload_minimum_compression_size", 0, 10_485_760));
        return compress is not false && (compress, size) is not (null, null)
            ? string.Create(CultureInfo.InvariantCulture, $"{options} --minimum-compression-size {size ?? 0}")
            : options;
    }

    private static (string Options, string? Closed) MethodOptions(ZappaStage stage)
    {
        var key = stage.TakeFlag("api_key_required") ?? false;
        var iam = stage.TakeFlag("iam_authorization") ?? false;
        var custom = stage.Left.Contains("authorizer");
        var options = $"--authorization-type {(iam || custom ? "AWS_IAM" : "NONE")}{(key ? " --api-key-required" : "")}";
        string?[] reasons = [key ? "api_key_required" : null, iam ? "iam_authorization" : null, custom ? "authorizer" : null];
        return (options, key || iam || custom ? string.Join(", ", reasons.Where(static reason => reason is not null)) : null);
    }

    private static List<string> StagePatches(ZappaStage stage, StageSetup setup, string? executionLog)
    {
        var patches = new List<string>();
        Patch("/*/*/logging/loglevel", executionLog);
        Patch("/*/*/logging/dataTrace", Text(stage.TakeFlag("cloudwatch_data_trace")));
        Patch("/*/*/metrics/enabled", Text(stage.TakeFlag("cloudwatch_metrics_enabled")));
        Patch("/cacheClusterEnabled", Text(stage.TakeFlag("cache_cluster_enabled")));
        Patch("/cacheClusterSize", stage.TakeNumberText("cache_cluster_size"));
        Patch("/*/*/caching/ttlInSeconds", stage.TakeNumber("cache_cluster_ttl", 0, 3600)?.ToString(CultureInfo.InvariantCulture));
        Patch("/*/*/caching/dataEncrypted", Text(stage.TakeFlag("cache_cluster_encrypted")));
        Patch("/tracingEnabled", Text(setup.HasTracing));
        return patches;

        void Patch(string path, string? value)
        {
            if (value is not null)
            {
                patches.Add(Quoting.Shell($"op=replace,path={path},value={value}"));
            }
        }
    }

    private static void WriteDomain(TextWriter output, ZappaStage stage, StageDomain domain)
    {
        var name = Quoting.Shell(domain.Name);
        var certificate = domain switch
        {
            { CertificateArn: null } => "",
            { FitsCloudFront: true } => $" --certificate-arn {Quoting.Shell(domain.CertificateArn)}",
            _ => $" --regional-certificate-arn {Quoting.Shell(domain.CertificateArn)} --endpoint-configuration types=REGIONAL",
        };
        var basePath = domain.BasePath is { } path ? $" --base-path {Quoting.Shell(path)}" : "";
        Line(output, $"controlplane create-domain-name --domain-name {name}{certificate}");
        Line(output, $"controlplane create-base-path-mapping --domain-name {name}{basePath} --rest-api-id $api --stage {stage.Name}");
    }

    private static string? Text(bool? flag) => flag switch { null => null, true => "true", false => "false" };

    private static void Line(TextWriter output, string command) => output.WriteLine($"#   {command}");
}
