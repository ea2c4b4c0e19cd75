using System.Text;
using System.Text.RegularExpressions;
using ControlPlane.Local.LocalLambda.Runtimes;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>What CreateFunction and UpdateFunctionConfiguration accept.</summary>
internal static partial class FunctionSettingsRules
{
    private const int MaxEnvironmentBytes = 4096;

    private static readonly string[] ReservedVariables =
    [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    ];

    /// <summary>Adds every broken shape constraint.</summary>
    public static void Check(FunctionSettings settings, ConstraintViolations violations)
    {
        violations.Pattern(settings.Role, "role", RoleShape(), @"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+");
        violations.Length(settings.Handler, "handler", 0, 128);
        violations.Pattern(settings.Handler, "handler", NoSpace(), @"[^\s]+");
        violations.Length(settings.Description, "description", 0, 256);
        violations.Range(settings.Timeout, "timeout", 1, 900);
        violations.Range(settings.MemorySize, "memorySize", 128, 10240);
        violations.Range(settings.EphemeralStorage?.Size, "ephemeralStorage.size", 512, 10240);
        violations.OneOf(settings.TracingConfig?.Mode, "tracingConfig.mode", "Active", "PassThrough");
        violations.OneOf(settings.SnapStart?.ApplyOn, "snapStart.applyOn", "PublishedVersions", "None");
        violations.OneOf(settings.LoggingConfig?.LogFormat, "loggingConfig.logFormat", "JSON", "Text");
        foreach (var name in settings.Environment?.Variables?.Keys ?? [])
        {
            violations.Pattern(name, "environment.variables", VariableName(), "[a-zA-Z]([a-zA-Z0-9_])+");
        }
    }

    /// <summary>Checks what is well-formed but not possible.</summary>
    public static void Check(FunctionSettings settings)
    {
        if (settings.Runtime is not null && !RuntimeIdentifiers.All.Contains(settings.Runtime))
        {
            throw LambdaErrors.InvalidParameter(
                $"Value {settings.Runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", RuntimeIdentifiers.All)}] or be a valid ARN");
        }

        CheckVariables(settings.Environment?.Variables);
    }

    private static void CheckVariables(IReadOnlyDictionary<string, string>? variables)
    {
        if (variables is null)
        {
            return;
        }

        var reserved = variables.Keys.Where(ReservedVariables.Contains).Order(StringComparer.Ordinal).ToList();
        if (reserved.Count > 0)
        {
            throw LambdaErrors.InvalidParameter(
                "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys "
                + $"that are currently not supported for modification. Reserved keys used in this request: {string.Join(", ", reserved)}");
        }

        if (variables.Any(v => v.Value is null || v.Value.Contains('\0', StringComparison.Ordinal)))
        {
            throw LambdaErrors.InvalidParameter("Environment variable values must be strings without NUL characters.");
        }

        var bytes = variables.Sum(v => Encoding.UTF8.GetByteCount(v.Key) + Encoding.UTF8.GetByteCount(v.Value));
        if (bytes > MaxEnvironmentBytes)
        {
            throw LambdaErrors.InvalidParameter(
                "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. "
                + $"String measured: {bytes} bytes");
        }
    }

    [GeneratedRegex(@"\Aarn:(aws[a-zA-Z-]*)?:iam::[0-9]{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex RoleShape();

    [GeneratedRegex(@"\A\S+\z", RegexOptions.CultureInvariant)]
    private static partial Regex NoSpace();

    [GeneratedRegex(@"\A[a-zA-Z][a-zA-Z0-9_]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
