namespace ControlPlane.Local.Zappa;

/// <summary>The section of samconfig.toml that a Zappa stage becomes: a stack of ControlPlane for it.</summary>
internal static class SamSection
{
    private static readonly string[] _levels = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];

    /// <summary>Writes the section.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="stage">The stage; region, profile, bucket and tags are taken from it.</param>
    /// <param name="region">The stage's region, or null.</param>
    /// <param name="logLevel">The stage's log level, or null.</param>
    /// <param name="domain">The stage's domain, or null.</param>
    public static void Write(TextWriter output, ZappaStage stage, string? region, string? logLevel, StageDomain? domain)
    {
        var stack = $"controlplane-{stage.Name.Replace('_', '-')}";
        output.WriteLine($"[{Quoting.TomlKey(stage.Name)}.deploy.parameters]");
        Setting(output, "stack_name", stack);
        if (region is not null)
        {
            Setting(output, "region", region);
        }

        if (stage.TakeText("profile_name") is { } profile)
        {
            Setting(output, "profile", profile);
        }

        if (stage.TakeText("s3_bucket") is { } bucket)
        {
            Setting(output, "s3_bucket", bucket);
        }
        else
        {
            output.WriteLine("resolve_s3 = true");
        }

        Setting(output, "s3_prefix", stack);
        Setting(output, "capabilities", "CAPABILITY_IAM");
        output.WriteLine("confirm_changeset = true");
        output.WriteLine("fail_on_empty_changeset = false");
        WriteTags(output, stage);
        WriteParameters(output, stage, logLevel, domain);
    }

    /// <summary>Zappa's levels are the template's.</summary>
    /// <exception cref="UsageException">It is none of them.</exception>
    public static string? LogLevel(ZappaStage stage) => stage.TakeText("log_level")?.ToUpperInvariant() switch
    {
        null => null,
        var level when _levels.Contains(level) => level,
        var level => throw new UsageException($"log_level of the stage {stage.Name} is {Quoting.Comment(level)}, none of {string.Join(", ", _levels)}."),
    };

    private static void WriteParameters(TextWriter output, ZappaStage stage, string? logLevel, StageDomain? domain)
    {
        var cloudFront = domain is { FitsCloudFront: true };
        output.WriteLine("parameter_overrides = [");
        Override(output, "Environment", stage.Name);
        Override(output, "InvokableFunctions", stage.FunctionName);
        Override(output, "DeletionProtection", "true");
        Override(output, "LogLevel", logLevel ?? "INFO");
        Override(output, "LogRetentionDays", "14");
        Override(output, "AlarmEmail", "");
        Override(output, "CloudFront", cloudFront ? "true" : "false");
        Override(output, "Waf", "false");
        Override(output, "DomainName", cloudFront ? domain!.Name : "");
        Override(output, "CertificateArn", cloudFront ? domain!.CertificateArn! : "");
        Override(output, "HostedZoneId", "");
        Override(output, "ReleaseId", "");
        output.WriteLine("]");
        if (domain is null)
        {
            return;
        }

        if (!cloudFront)
        {
            output.WriteLine($"# DomainName={Quoting.Comment(domain.Name)} needs CloudFront=true and CertificateArn with an ACM certificate of us-east-1.");
        }

        if (domain.HasDnsRecord)
        {
            output.WriteLine($"# HostedZoneId: aws route53 list-hosted-zones-by-name --query 'HostedZones[].[Id,Name]' shows the zone of {Quoting.Comment(domain.Name)}.");
        }
    }

    private static void WriteTags(TextWriter output, ZappaStage stage)
    {
        var tags = stage.TakeMap("tags");
        var fitting = tags.Where(static tag => Fits(tag.Key) && Fits(tag.Value)).ToList();
        if (fitting.Count > 0)
        {
            output.WriteLine($"tags = [{string.Join(", ", fitting.Select(static tag => Quoting.Toml($"{Quoting.Sam(tag.Key)}={Quoting.Sam(tag.Value)}")))}]");
        }

        foreach (var tag in tags.Except(fitting))
        {
            output.WriteLine($"# Not carried over: the tag {Quoting.Comment(tag.Key)}, which the SAM CLI's syntax cannot say.");
        }
    }

    private static bool Fits(string text) => !text.Any(static c => c is '"' or '\\' || char.IsControl(c));

    private static void Setting(TextWriter output, string name, string value) => output.WriteLine($"{name} = {Quoting.Toml(value)}");

    private static void Override(TextWriter output, string name, string value) =>
        output.WriteLine($"  {Quoting.Toml($"{name}={Quoting.Sam(value)}")},");
}
