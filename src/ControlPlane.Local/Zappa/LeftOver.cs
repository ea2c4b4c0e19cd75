using System.Collections.Frozen;

namespace ControlPlane.Local.Zappa;

/// <summary>Why a setting of Zappa is not carried over.</summary>
internal static class LeftOver
{
    private const string Packaging = "how Zappa builds, uploads and starts the function";
    private const string Events = "an event source of the function; it keeps calling the function, past ControlPlane";
    private const string Role = "the function's IAM role stays as it is";
    private const string ApiGateway = "of API Gateway's own kinds of endpoint";

    private static readonly FrozenDictionary<string, string> _reasons = new Dictionary<string, string>
    {
        ["app_function"] = Packaging,
        ["app_type"] = Packaging,
        ["django_settings"] = Packaging,
        ["settings_file"] = Packaging,
        ["slim_handler"] = Packaging,
        ["include"] = Packaging,
        ["exclude"] = Packaging,
        ["exclude_glob"] = Packaging,
        ["callbacks"] = Packaging,
        ["prebuild_script"] = Packaging,
        ["delete_local_zip"] = Packaging,
        ["delete_zip"] = Packaging,
        ["delete_s3_zip"] = Packaging,
        ["use_precompiled_packages"] = Packaging,
        ["num_retained_versions"] = Packaging,
        ["touch"] = Packaging,
        ["touch_path"] = Packaging,
        ["debug"] = Packaging,
        ["exception_handler"] = Packaging,
        ["additional_text_mimetypes"] = Packaging,
        ["websocket_handler_module"] = Packaging,
        ["aws_endpoint_urls"] = Packaging,
        ["architecture"] = Packaging,
        ["events"] = Events,
        ["bot_events"] = Events,
        ["cognito"] = Events,
        ["async_source"] = Events,
        ["async_resources"] = Events,
        ["async_response_table"] = Events,
        ["async_response_table_read_capacity"] = Events,
        ["async_response_table_write_capacity"] = Events,
        ["keep_warm"] = "a schedule that calls the function; ControlPlane keeps nothing warm",
        ["keep_warm_expression"] = "a schedule that calls the function; ControlPlane keeps nothing warm",
        ["manage_roles"] = Role,
        ["role_name"] = Role,
        ["assume_policy"] = Role,
        ["attach_policy"] = Role,
        ["extra_permissions"] = Role,
        ["remote_env"] = "variables that Zappa's handler reads from S3; give them to the function",
        ["remote_env_bucket"] = "variables that Zappa's handler reads from S3; give them to the function",
        ["remote_env_file"] = "variables that Zappa's handler reads from S3; give them to the function",
        ["efs_config"] = "a file system of the function; it stays mounted",
        ["certificate"] = "import the certificate into ACM: aws acm import-certificate",
        ["certificate_key"] = "import the certificate into ACM: aws acm import-certificate",
        ["certificate_chain"] = "import the certificate into ACM: aws acm import-certificate",
        ["lets_encrypt_key"] = "ACM issues and renews certificates: aws acm request-certificate",
        ["lets_encrypt_schedule"] = "ACM issues and renews certificates: aws acm request-certificate",
        ["cors"] = "ANY takes OPTIONS to the function; let it answer, or add an OPTIONS method with a MOCK integration",
        ["authorizer"] = "ControlPlane has no authorizers yet",
        ["api_key"] = "ControlPlane has no API keys yet",
        ["apigateway_policy"] = "ControlPlane has no resource policies",
        ["context_header_mappings"] = "a mapping of Zappa's integration; request parameters of the integration do it: context.* to integration.request.header.*",
        ["apigateway_enabled"] = "false lets Zappa deploy the function alone and leave its address to ControlPlane",
        ["use_apigateway"] = "false lets Zappa deploy the function alone and leave its address to ControlPlane",
        ["apigateway_version"] = ApiGateway,
        ["endpoint_configuration"] = ApiGateway,
        ["alb_enabled"] = "an address of its own beside ControlPlane",
        ["alb_vpc_config"] = "an address of its own beside ControlPlane",
        ["function_url_enabled"] = "an address of its own beside ControlPlane",
        ["function_url_config"] = "an address of its own beside ControlPlane",
        ["function_url_domains"] = "an address of its own beside ControlPlane",
        ["function_url_cloudfront_config"] = "an address of its own beside ControlPlane",
        ["http_methods"] = "the methods are ANY",
        ["method_header_types"] = "AWS_PROXY passes all headers",
        ["parameter_depth"] = "{proxy+} takes any depth",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Writes what is left of a stage, a comment line each.</summary>
    public static void Write(TextWriter output, ZappaStage stage)
    {
        var left = stage.Left.ToList();
        if (left.Count == 0)
        {
            return;
        }

        output.WriteLine("#");
        output.WriteLine("# Not carried over:");
        foreach (var setting in left)
        {
            output.WriteLine($"#   {Quoting.Comment(setting)}: {_reasons.GetValueOrDefault(setting, "a setting that is not known here")}");
        }
    }
}
