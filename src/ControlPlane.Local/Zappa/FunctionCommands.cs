using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ControlPlane.Local.Zappa;

/// <summary>The commands that give the function itself, without Zappa, what Zappa gave it.</summary>
internal static class FunctionCommands
{
    private const string Withheld = "<withheld>";

    /// <summary>Writes the commands, each a comment line of its own; nothing when the stage sets nothing of the function.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="stage">The stage; what concerns the function is taken from it.</param>
    /// <param name="setup">What the stage's other parts need as well.</param>
    public static void Write(TextWriter output, ZappaStage stage, StageSetup setup)
    {
        var region = setup.HasRegion ? $" --region {setup.Region}" : "";
        var options = new List<string>();
        Option("--memory-size", Number(stage.TakeNumber("memory_size", 128, 10240)));
        Option("--timeout", Number(setup.TimeoutSeconds));
        Option("--runtime", stage.TakeText("runtime"));
        Option("--handler", stage.TakeText("lambda_handler"));
        Option("--description", stage.TakeText("lambda_description"));
        Option("--role", setup.RoleArn);
        Option("--kms-key-arn", stage.TakeText("aws_kms_key_arn"));
        Option("--dead-letter-config", Prefixed("TargetArn=", stage.TakeText("dead_letter_arn")));
        Option("--ephemeral-storage", Prefixed("Size=", Number(stage.TakeMember("ephemeral_storage", "Size"))));
        Option("--snap-start", Prefixed("ApplyOn=", stage.TakeText("snap_start")));
        Option("--tracing-config", Prefixed("Mode=", setup.HasTracing switch { null => null, true => "Active", false => "PassThrough" }));
        Option("--vpc-config", Vpc(stage));
        if (stage.TakeList("layers") is { Count: > 0 } layers)
        {
            options.Add($"--layers {string.Join(' ', layers.Select(Quoting.Shell))}");
        }

        var variables = Variables(stage);
        if (variables.Count > 0)
        {
            Option("--environment", Environment(variables));
        }

        var concurrency = Number(stage.TakeNumber("lambda_concurrency", 0, int.MaxValue));
        if (options.Count == 0 && concurrency is null)
        {
            return;
        }

        output.WriteLine("#");
        output.WriteLine($"# The function {stage.FunctionName} has this from Zappa; without Zappa:");
        if (variables.ContainsValue(Withheld))
        {
            output.WriteLine($"#   # {Withheld} stands for what looks like a secret. The command replaces all variables: fill them in first, or better");
            output.WriteLine("#   # keep them in Secrets Manager.");
        }

        if (options.Count > 0)
        {
            output.WriteLine($"#   aws lambda update-function-configuration{region} --function-name {stage.FunctionName} {string.Join(' ', options)}");
        }

        if (concurrency is not null)
        {
            output.WriteLine($"#   aws lambda put-function-concurrency{region} --function-name {stage.FunctionName} --reserved-concurrent-executions {concurrency}");
        }

        void Option(string name, string? value)
        {
            if (value is not null)
            {
                options.Add($"{name} {Quoting.Shell(value)}");
            }
        }
    }

    private static string? Vpc(ZappaStage stage)
    {
        var vpc = stage.TakeLists("vpc_config");
        return vpc.Count == 0 ? null : string.Join(',', vpc.Select(static list => $"{list.Key}={string.Join(',', list.Value)}"));
    }

    /// <summary>Zappa's two kinds, those of its own file over those of Lambda.</summary>
    private static SortedDictionary<string, string> Variables(ZappaStage stage)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in stage.TakeMap("aws_environment_variables").Concat(stage.TakeMap("environment_variables")))
        {
            variables[name] = Secrets.Contains(name, value) ? Withheld : value;
        }

        return variables;
    }

    private static string Environment(SortedDictionary<string, string> variables)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("Variables");
            foreach (var (name, value) in variables)
            {
                // Written raw, or the marker would read \u003Cwithheld\u003E.
                writer.WritePropertyName(name);
                writer.WriteRawValue(value == Withheld ? $"\"{Withheld}\"" : $"\"{JsonEncodedText.Encode(value)}\"");
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Prefixed(string prefix, string? value) => value is null ? null : prefix + value;
}
