namespace ControlPlane.Local.Zappa;

/// <summary>
/// Says what a Zappa project needs here: a samconfig.toml with a stack for each of its stages, and as comments the commands that make
/// API, stage, domain and function settings of it. Whatever is not carried over is named.
/// </summary>
internal static class ZappaImport
{
    private const string Preamble = """
        # Made of Zappa's settings: use it as samconfig.toml, or copy sections over those of the same name.
        # Lines that begin with "#   " are commands. They need, on this machine:
        #   control=http://127.0.0.1:4000; account=123456789012
        #   controlplane() { aws apigateway --endpoint-url $control "$@"; }
        # and on AWS, with the service model installed (see README) and curl signing with --aws-sigv4:
        #   control=<ControlUrl of the stack>; account=$(aws sts get-caller-identity --query Account --output text)
        #   controlplane() { aws controlplane --endpoint-url $control "$@"; }
        version = 0.1

        [default.build.parameters]
        cached = false
        parallel = false
        """;

    /// <summary>Writes everything about one stage, or about all of them.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="settings">The project's settings.</param>
    /// <param name="only">The stage to write, or null for all.</param>
    /// <exception cref="UsageException">There is no such stage, or a setting has a value that Zappa would not take. Nothing was written.</exception>
    public static void Write(TextWriter output, ZappaSettings settings, string? only)
    {
        var stages = only is null ? settings.Stages : [.. settings.Stages.Where(stage => stage.Name == only)];
        if (stages.Count == 0)
        {
            throw new UsageException(only is null
                ? "The settings hold no stage."
                : $"The settings hold no stage {only}, but {string.Join(", ", settings.Stages.Select(static stage => stage.Name))}.");
        }

        using var text = new StringWriter { NewLine = "\n" };
        text.WriteLine(Preamble);
        foreach (var stage in stages)
        {
            WriteStage(text, stage);
        }

        output.Write(text.ToString());
    }

    private static void WriteStage(StringWriter output, ZappaStage stage)
    {
        var setup = StageSetup.Take(stage);
        var domain = StageDomain.Take(stage);
        output.WriteLine();
        output.WriteLine(stage.Extends.Count == 0 ? $"# ---- {stage.Name}" : $"# ---- {stage.Name} (extends {string.Join(", ", stage.Extends)})");
        SamSection.Write(output, stage, setup.HasRegion ? setup.Region : null, setup.LogLevel, domain);
        StageCommands.Write(output, stage, setup, domain);
        FunctionCommands.Write(output, stage, setup);
        LeftOver.Write(output, stage);
    }
}
