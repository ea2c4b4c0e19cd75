namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>Puts requested settings over a configuration.</summary>
internal static class FunctionSettingsExtensions
{
    /// <summary>The configuration with every setting that was given; those not given stay.</summary>
    public static FunctionConfiguration With(this FunctionConfiguration current, FunctionSettings settings) => current with
    {
        Runtime = settings.Runtime ?? current.Runtime,
        Role = settings.Role ?? current.Role,
        Handler = settings.Handler ?? current.Handler,
        Description = settings.Description ?? current.Description,
        Timeout = settings.Timeout ?? current.Timeout,
        MemorySize = settings.MemorySize ?? current.MemorySize,
        VpcConfig = settings.VpcConfig is { } vpc ? vpc with { VpcId = string.Empty } : current.VpcConfig,
        DeadLetterConfig = settings.DeadLetterConfig is { } letters ? EmptyToNull(letters) : current.DeadLetterConfig,
        Environment = settings.Environment is { } environment ? EmptyToNull(environment) : current.Environment,
        KMSKeyArn = settings.KMSKeyArn is { } key ? (key.Length == 0 ? null : key) : current.KMSKeyArn,
        TracingConfig = settings.TracingConfig ?? current.TracingConfig,
        Layers = settings.Layers is { } layers ? [.. layers.Select(arn => new Layer(arn, 0))] : current.Layers,
        EphemeralStorage = settings.EphemeralStorage ?? current.EphemeralStorage,
        SnapStart = settings.SnapStart is { } snap ? snap with { OptimizationStatus = "Off" } : current.SnapStart,
        LoggingConfig = settings.LoggingConfig is { } logging ? Merge(current, logging) : current.LoggingConfig,
    };

    /// <summary>The log group, as functions and answers name it.</summary>
    public static string LogGroup(this FunctionConfiguration configuration) =>
        configuration.LoggingConfig?.LogGroup ?? $"/aws/lambda/{configuration.FunctionName}";

    private static DeadLetterConfig? EmptyToNull(DeadLetterConfig given) => string.IsNullOrEmpty(given.TargetArn) ? null : given;

    private static FunctionVariables? EmptyToNull(FunctionVariables given) => given.Variables is { Count: > 0 } ? given : null;

    private static LoggingConfig Merge(FunctionConfiguration current, LoggingConfig given) => given with
    {
        LogFormat = given.LogFormat ?? current.LoggingConfig?.LogFormat ?? "Text",
        LogGroup = given.LogGroup ?? current.LogGroup(),
    };
}
