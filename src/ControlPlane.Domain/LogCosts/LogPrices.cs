using System.Collections.Frozen;

namespace ControlPlane.Domain.LogCosts;

/// <summary>
/// The prices of CloudWatch Logs by region, as AWS publishes them. Lambda logs are priced by volume since 1 May 2025; the first tier is the
/// price of all other logs. Free gigabytes are left out: the account's other logs have them, too.
/// </summary>
public static class LogPrices
{
    /// <summary>Whose prices are taken for a region that is not in the table.</summary>
    public const string DefaultRegion = "us-east-1";

    /// <summary>Where the prices are published.</summary>
    public const string Source = "https://aws.amazon.com/cloudwatch/pricing/";

    /// <summary>The day the table is of.</summary>
    public static DateOnly Date { get; } = new(2025, 5, 1);

    // From AWS's price list of the day (service AmazonCloudWatch: vended logs to CloudWatch Logs, standard class, and archived storage).
    private static readonly FrozenDictionary<string, LogPrice> _prices = new LogPrice[]
    {
        new("af-south-1", 0.678, 0.339, 0.136, 0.068, 0.036),
        new("ap-east-1", 0.8, 0.39, 0.15, 0.08, 0.03),
        new("ap-northeast-1", 0.76, 0.38, 0.152, 0.076, 0.033),
        new("ap-northeast-2", 0.76, 0.38, 0.152, 0.076, 0.0314),
        new("ap-northeast-3", 0.76, 0.38, 0.152, 0.076, 0.033),
        new("ap-south-1", 0.67, 0.335, 0.134, 0.067, 0.03),
        new("ap-south-2", 0.67, 0.335, 0.134, 0.067, 0.03),
        new("ap-southeast-1", 0.7, 0.35, 0.14, 0.07, 0.03),
        new("ap-southeast-2", 0.67, 0.335, 0.134, 0.067, 0.033),
        new("ap-southeast-3", 0.7, 0.35, 0.14, 0.07, 0.03),
        new("ap-southeast-4", 0.67, 0.335, 0.134, 0.067, 0.033),
        new("ap-southeast-5", 0.5, 0.25, 0.1, 0.05, 0.03),
        new("ap-southeast-7", 0.5, 0.25, 0.1, 0.05, 0.03),
        new("ca-central-1", 0.55, 0.275, 0.11, 0.055, 0.033),
        new("ca-west-1", 0.55, 0.275, 0.11, 0.055, 0.033),
        new("eu-central-1", 0.63, 0.315, 0.126, 0.063, 0.0324),
        new("eu-central-2", 0.69, 0.347, 0.139, 0.069, 0.0356),
        new("eu-north-1", 0.54, 0.271, 0.108, 0.054, 0.028),
        new("eu-south-1", 0.6, 0.3, 0.12, 0.06, 0.032),
        new("eu-south-2", 0.57, 0.285, 0.114, 0.057, 0.03),
        new("eu-west-1", 0.57, 0.285, 0.114, 0.057, 0.03),
        new("eu-west-2", 0.5985, 0.2993, 0.1197, 0.0599, 0.0315),
        new("eu-west-3", 0.5985, 0.2993, 0.1197, 0.0599, 0.0315),
        new("il-central-1", 0.5, 0.25, 0.1, 0.05, 0.03),
        new("me-central-1", 0.63, 0.314, 0.125, 0.063, 0.033),
        new("me-south-1", 0.63, 0.314, 0.125, 0.063, 0.03),
        new("mx-central-1", 0.5, 0.25, 0.1, 0.05, 0.03),
        new("sa-east-1", 0.9, 0.45, 0.18, 0.09, 0.0408),
        new("us-east-1", 0.5, 0.25, 0.1, 0.05, 0.03),
        new("us-east-2", 0.5, 0.25, 0.1, 0.05, 0.03),
        new("us-west-1", 0.67, 0.335, 0.134, 0.067, 0.033),
        new("us-west-2", 0.5, 0.25, 0.1, 0.05, 0.03),
    }.ToFrozenDictionary(static price => price.Region, StringComparer.Ordinal);

    /// <summary>The prices of a region, else those of <see cref="DefaultRegion"/>.</summary>
    public static LogPrice Of(string region) => _prices.GetValueOrDefault(region) ?? _prices[DefaultRegion];
}
