using ControlPlane.Deployment.SamConfig;
using ControlPlane.Local.Zappa;

namespace ControlPlane.Local.Tests.Zappa;

public sealed class ZappaImportTests
{
    private const string Shop = """
        {
            // what all stages share
            "common": {
                "app_function": "shop.app", "project_name": "Acme Shop", "s3_bucket": "zappa-acme", "runtime": "python3.12",
                "keep_warm": false, "memory_size": 512, "tags": {"Team": "Shop & Co"},
            },
            "dev": {"extends": "common", "aws_region": "eu-west-1", "log_level": "debug", "cors": true, "memory_size": 1024},
            "production": {
                "extends": "common", "aws_region": "us-east-1", "profile_name": "acme", "log_level": "WARNING",
                "domain": "api.acme.example", "base_path": "v1",
                "certificate_arn": "arn:aws:acm:us-east-1:123456789012:certificate/0d1a2b3c-aaaa-bbbb-cccc-0123456789ab",
                "timeout_seconds": 60, "xray_tracing": true, "cloudwatch_log_level": "INFO", "cloudwatch_data_trace": true,
                "cloudwatch_metrics_enabled": true, "cache_cluster_enabled": true, "cache_cluster_size": 0.5, "cache_cluster_ttl": 300,
                "environment_variables": {"MODE": "live", "DB_PASSWORD": "hunter2", "DATABASE_URL": "postgres://u:p4ss@db/x"},
                "aws_environment_variables": {"WORKERS": 4, "MODE": "overruled"},
                "vpc_config": {"SubnetIds": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]},
                "apigateway_description": "The shop's API", "role_arn": "arn:aws:iam::123456789012:role/shop", "lambda_concurrency": 20,
                "events": [{"function": "shop.nightly", "expression": "rate(1 day)"}], "shade": "blue"
            }
        }
        """;

    [Fact]
    public void Output_is_a_samconfig_with_a_stack_for_each_stage()
    {
        var settings = TomlReader.Read(Import(Shop));

        settings["version"].ShouldBe(0.1);
        settings.Keys.ShouldBe(["version", "default", "common", "dev", "production"]);
        var deploy = Deploy(settings, "production");
        deploy["stack_name"].ShouldBe("controlplane-production");
        deploy["region"].ShouldBe("us-east-1");
        deploy["profile"].ShouldBe("acme");
        deploy["s3_bucket"].ShouldBe("zappa-acme");
        deploy["tags"].ShouldBe(new List<object> { "Team=\"Shop & Co\"" });
        ((List<object>)deploy["parameter_overrides"]).ShouldBe(
        [
            "Environment=production", "InvokableFunctions=acme-shop-production", "DeletionProtection=true", "LogLevel=WARNING", "LogRetentionDays=14",
            "AlarmEmail=\"\"", "CloudFront=true", "Waf=false", "DomainName=api.acme.example",
            "CertificateArn=arn:aws:acm:us-east-1:123456789012:certificate/0d1a2b3c-aaaa-bbbb-cccc-0123456789ab", "HostedZoneId=\"\"", "ReleaseId=\"\"",
        ]);
    }

    [Fact]
    public void Stage_and_function_come_as_commands()
    {
        var commands = Commands(Import(Shop, "production"));

        commands.ShouldBe("""
            api=$(controlplane create-rest-api --name acme-shop-production --description 'The shop'\''s API' --binary-media-types '*/*' --query id --output text)
            root=$(controlplane get-resources --rest-api-id $api --query 'items[0].id' --output text)
            proxy=$(controlplane create-resource --rest-api-id $api --parent-id $root --path-part '{proxy+}' --query id --output text)
            for resource in $root $proxy; do
              controlplane put-method --rest-api-id $api --resource-id $resource --http-method ANY --authorization-type NONE
              controlplane put-integration --rest-api-id $api --resource-id $resource --http-method ANY --type AWS_PROXY --integration-http-method POST --timeout-in-millis 29000 --uri "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:$account:function:acme-shop-production/invocations"
            done
            controlplane create-deployment --rest-api-id $api --stage-name production
            log_role=arn:aws:iam::123456789012:role/shop
            controlplane update-account --patch-operations op=replace,path=/cloudwatchRoleArn,value=$log_role
            controlplane update-stage --rest-api-id $api --stage-name production --patch-operations 'op=replace,path=/*/*/logging/loglevel,value=INFO' 'op=replace,path=/*/*/logging/dataTrace,value=true' 'op=replace,path=/*/*/metrics/enabled,value=true' op=replace,path=/cacheClusterEnabled,value=true op=replace,path=/cacheClusterSize,value=0.5 'op=replace,path=/*/*/caching/ttlInSeconds,value=300' op=replace,path=/tracingEnabled,value=true
            curl -X PUT "$control/restapis/$api/stages/production/loglevel" -d '{"level":"WARNING"}'
            controlplane create-domain-name --domain-name api.acme.example --certificate-arn arn:aws:acm:us-east-1:123456789012:certificate/0d1a2b3c-aaaa-bbbb-cccc-0123456789ab
            controlplane create-base-path-mapping --domain-name api.acme.example --base-path v1 --rest-api-id $api --stage production
            aws lambda update-function-configuration --region us-east-1 --function-name acme-shop-production --memory-size 512 --timeout 60 --runtime python3.12 --role arn:aws:iam::123456789012:role/shop --tracing-config Mode=Active --vpc-config SubnetIds=subnet-1,subnet-2,SecurityGroupIds=sg-1 --environment '{"Variables":{"DATABASE_URL":"<withheld>","DB_PASSWORD":"<withheld>","MODE":"live","WORKERS":"4"}}'
            aws lambda put-function-concurrency --region us-east-1 --function-name acme-shop-production --reserved-concurrent-executions 20
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Nearer_stages_settings_win()
    {
        var dev = Import(Shop, "dev");

        dev.ShouldContain("# ---- dev (extends common)");
        dev.ShouldContain("--memory-size 1024");
        dev.ShouldContain("LogLevel=DEBUG");
        dev.ShouldNotContain("[production");
    }

    [Fact]
    public void Whatever_is_not_carried_over_is_named_with_its_reason()
    {
        var output = Import(Shop, "production");

        output.ShouldContain("#   app_function: how Zappa builds, uploads and starts the function\n");
        output.ShouldContain("#   events: an event source of the function; it keeps calling the function, past ControlPlane\n");
        output.ShouldContain("#   keep_warm: ");
        output.ShouldContain("#   shade: a setting that is not known here\n");
    }

    // Every name in Zappa's documentation: taken by somebody, or given a reason.
    [Theory]
    [InlineData("\"async_source\": \"sns\"")]
    [InlineData("\"attach_policy\": \"p.json\"")]
    [InlineData("\"authorizer\": {\"function\": \"a.b\"}")]
    [InlineData("\"certificate\": \"c.crt\"")]
    [InlineData("\"cognito\": {}")]
    [InlineData("\"context_header_mappings\": {}")]
    [InlineData("\"django_settings\": \"a.b\"")]
    [InlineData("\"efs_config\": []")]
    [InlineData("\"endpoint_configuration\": [\"EDGE\"]")]
    [InlineData("\"exclude\": []")]
    [InlineData("\"extra_permissions\": []")]
    [InlineData("\"function_url_enabled\": true")]
    [InlineData("\"lets_encrypt_key\": \"k\"")]
    [InlineData("\"remote_env\": \"s3://b/f\"")]
    [InlineData("\"slim_handler\": true")]
    [InlineData("\"touch\": false")]
    public void Settings_that_Zappa_documents_are_known(string setting)
    {
        var output = Import("{\"dev\": {" + setting + "}}");

        output.ShouldContain($"#   {setting.Split('"')[1]}: ");
        output.ShouldNotContain("not known here");
    }

    [Theory]
    [InlineData("\"api_key_required\": true", "--authorization-type NONE --api-key-required")]
    [InlineData("\"iam_authorization\": true", "--authorization-type AWS_IAM")]
    [InlineData("\"authorizer\": {\"arn\": \"arn:aws:lambda:us-east-1:1:function:a\"}", "--authorization-type AWS_IAM")]
    public void What_was_closed_stays_closed(string setting, string options)
    {
        var output = Import("{\"dev\": {" + setting + "}}");

        output.ShouldContain($"--http-method ANY {options}\n");
        output.ShouldContain($"# {setting.Split('"')[1]}: ControlPlane refuses such methods, they are never open.");
    }

    [Theory]
    [InlineData("SECRET_KEY", "abc")]
    [InlineData("stripeToken", "abc")]
    [InlineData("DB_PASSWORD", "abc")]
    [InlineData("SENTRY_DSN", "abc")]
    [InlineData("DATABASE_URL", "postgres://user:abc@db/x")]
    [InlineData("PEM", "-----BEGIN RSA abc")]
    [InlineData("ID", "AKIAabc")]
    public void Secrets_are_withheld(string name, string value)
    {
        var output = Import("{\"dev\": {\"environment_variables\": {\"MODE\": \"visible\", \"" + name + "\": \"" + value + "\"}}}");

        output.ShouldContain($"\"{name}\":\"<withheld>\"");
        output.ShouldNotContain("abc");
        output.ShouldContain("\"MODE\":\"visible\"");
    }

    [Fact]
    public void Certificate_of_another_region_serves_a_domain_but_no_CloudFront()
    {
        var output = Import("""{"dev": {"domain": "a.example", "certificate_arn": "arn:aws:acm:eu-west-1:123456789012:certificate/x", "route53_enabled": false}}""");

        output.ShouldContain("CloudFront=false");
        output.ShouldContain("# DomainName=a.example needs CloudFront=true and CertificateArn with an ACM certificate of us-east-1.");
        output.ShouldContain("--regional-certificate-arn arn:aws:acm:eu-west-1:123456789012:certificate/x --endpoint-configuration types=REGIONAL");
    }

    [Fact]
    public void Project_without_a_name_has_its_folders() =>
        Import("""{"dev": {}}""", project: "My_Project (2)").ShouldContain("InvokableFunctions=my-project-2-dev");

    [Theory]
    [InlineData("[]", "The settings are no JSON object of stages.")]
    [InlineData("{}", "The settings hold no stage.")]
    [InlineData("""{"dev": 1}""", "The stage dev is no JSON object.")]
    [InlineData("""{"d-v": {}}""", "The stage name 'd-v' is none of Zappa's: letters, digits and underscores.")]
    [InlineData("""{"dev": {"extends": "x"}}""", "The stage dev extends x, which is not there.")]
    [InlineData("""{"dev": {"extends": 1}}""", "The stage dev extends something that is no name.")]
    [InlineData("""{"a": {"extends": "b"}, "b": {"extends": "a"}}""", "The stage a extends itself: a extends b extends a.")]
    [InlineData("""{"dev": {"memory_size": "big"}}""", "memory_size of the stage dev is not a whole number from 128 to 10240.")]
    [InlineData("""{"dev": {"log_level": "LOUD"}}""", "log_level of the stage dev is LOUD, none of DEBUG, INFO, WARNING, ERROR, CRITICAL.")]
    [InlineData("""{"dev": {"xray_tracing": "yes"}}""", "xray_tracing of the stage dev is not true or false.")]
    [InlineData("""{"dev": {"aws_region": "us east"}}""", "aws_region of the stage dev is no region's name.")]
    [InlineData("""{"dev": {"environment_variables": {"A": {}}}}""", "environment_variables of the stage dev is not an object of texts.")]
    [InlineData("""{"dev": {"domain": "\ud800"}}""", "The settings hold a text that is no Unicode.")]
    public void Settings_that_Zappa_would_not_take_are_refused_in_one_line(string json, string message) =>
        Should.Throw<UsageException>(() => Import(json)).Message.ShouldBe(message);

    [Fact]
    public void Unknown_stage_is_refused_and_the_known_ones_named() =>
        Should.Throw<UsageException>(() => Import(Shop, "prod")).Message.ShouldBe("The settings hold no stage prod, but common, dev, production.");

    private static string Import(string json, string? stage = null, string project = "shop")
    {
        using var output = new StringWriter();
        ZappaImport.Write(output, ZappaSettings.Parse(json, project), stage);
        return output.ToString();
    }

    private static string Commands(string output) => string.Join('\n', output
        .Split('\n')
        .SkipWhile(static line => !line.StartsWith("# ----", StringComparison.Ordinal))
        .TakeWhile(static line => line != "# Not carried over:")
        .Where(static line => line.StartsWith("#   ", StringComparison.Ordinal) && !line.StartsWith("#   #", StringComparison.Ordinal))
        .Select(static line => line[4..]));

    private static Dictionary<string, object> Deploy(Dictionary<string, object> settings, string stage) =>
        (Dictionary<string, object>)((Dictionary<string, object>)((Dictionary<string, object>)settings[stage])["deploy"])["parameters"];
}
