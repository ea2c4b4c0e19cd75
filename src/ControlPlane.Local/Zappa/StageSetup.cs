namespace ControlPlane.Local.Zappa;

/// <summary>What several parts of an imported stage need.</summary>
/// <param name="Region">The stage's region; a shell variable when the settings name none.</param>
/// <param name="LogLevel">The stage's log level, or null.</param>
/// <param name="TimeoutSeconds">What the function may take, in seconds, or null for Zappa's default.</param>
/// <param name="HasTracing">Whether X-Ray traces the stage, or null when the settings do not say.</param>
/// <param name="RoleArn">The function's IAM role, or null for the one that Zappa made.</param>
internal sealed record StageSetup(string Region, string? LogLevel, int? TimeoutSeconds, bool? HasTracing, string? RoleArn)
{
    private const string AnyRegion = "$AWS_REGION";
    private const int MaxFunctionSeconds = 900;

    /// <summary>Whether the settings name a region.</summary>
    public bool HasRegion => Region != AnyRegion;

    /// <summary>The partition that ARNs of the region carry.</summary>
    public string Partition => Region switch
    {
        _ when Region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
        _ when Region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
        _ => "aws",
    };

    /// <summary>Takes it from a stage.</summary>
    public static StageSetup Take(ZappaStage stage) => new(
        stage.TakeText("aws_region") switch
        {
            null => AnyRegion,
            var region when region.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') => region,
            _ => throw new UsageException($"aws_region of the stage {stage.Name} is no region's name."),
        },
        SamSection.LogLevel(stage),
        stage.TakeNumber("timeout_seconds", 1, MaxFunctionSeconds),
        stage.TakeFlag("xray_tracing"),
        stage.TakeText("role_arn"));
}
