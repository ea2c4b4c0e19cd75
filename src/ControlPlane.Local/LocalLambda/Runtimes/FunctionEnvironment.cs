using System.Globalization;
using ControlPlane.Local.LocalLambda.Functions;

namespace ControlPlane.Local.LocalLambda.Runtimes;

/// <summary>The environment variables a function's process sees: Lambda's, then the operator's, then the function's own.</summary>
internal sealed class FunctionEnvironment(LocalLambdaOptions options, RuntimeShims shims)
{
    /// <summary>Of the host's own environment no more than processes cannot do without.</summary>
    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "SystemRoot", "TEMP"];

    public Dictionary<string, string> Of(FunctionConfiguration configuration, string taskRoot, string runtimeApi, string logStream)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["AWS_ACCESS_KEY_ID"] = "local",
            ["AWS_SECRET_ACCESS_KEY"] = "local",
            ["AWS_SESSION_TOKEN"] = "local",
        };
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                variables[name] = value;
            }
        }

        Put(variables, options.FunctionEnvironment);
        Put(variables, configuration.Environment?.Variables);

        // Lambda's own come last: a function cannot pretend to be another.
        variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        variables["AWS_REGION"] = options.Region;
        variables["AWS_DEFAULT_REGION"] = options.Region;
        variables["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{configuration.Runtime}";
        variables["AWS_LAMBDA_FUNCTION_NAME"] = configuration.FunctionName;
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = configuration.Version;
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = configuration.MemorySize.ToString(CultureInfo.InvariantCulture);
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = configuration.LogGroup();
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = logStream;
        variables["LAMBDA_TASK_ROOT"] = taskRoot;
        variables["LAMBDA_RUNTIME_DIR"] = shims.Folder;
        variables["_HANDLER"] = configuration.Handler ?? string.Empty;
        return variables;
    }

    private static void Put(Dictionary<string, string> variables, IReadOnlyDictionary<string, string>? added)
    {
        foreach (var (name, value) in added ?? new Dictionary<string, string>())
        {
            variables[name] = value;
        }
    }
}
