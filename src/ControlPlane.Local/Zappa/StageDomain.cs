namespace ControlPlane.Local.Zappa;

/// <summary>The custom domain of a Zappa stage.</summary>
/// <param name="Name">The host name.</param>
/// <param name="CertificateArn">Its ACM certificate, or null: made by hand or by Let's Encrypt.</param>
/// <param name="BasePath">The base path, or null for the root.</param>
/// <param name="HasDnsRecord">Whether Zappa keeps a record in Route 53.</param>
internal sealed record StageDomain(string Name, string? CertificateArn, string? BasePath, bool HasDnsRecord)
{
    /// <summary>Whether CloudFront takes the certificate: those of us-east-1 only.</summary>
    public bool FitsCloudFront => CertificateArn is { } arn && arn.Split(':') is ["arn", _, "acm", "us-east-1", ..];

    /// <summary>Takes a stage's domain; null when it has none.</summary>
    public static StageDomain? Take(ZappaStage stage)
    {
        var (certificate, basePath, dns) = (stage.TakeText("certificate_arn"), stage.TakeText("base_path"), stage.TakeFlag("route53_enabled"));
        return stage.TakeText("domain") is { } name ? new StageDomain(name, certificate, basePath, dns ?? true) : null;
    }
}
