using System.Text;
using System.Text.RegularExpressions;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>The README's walk-through, run as it stands there: with bash, the AWS CLI and curl.</summary>
public abstract partial class ReadmeTests(RunningHost running)
{
    private const string _separator = "=-=-=";

    private static readonly string _readme = File.ReadAllText(BuildPaths.Readme);

    [Fact]
    public async Task Its_walk_through_prints_what_it_says()
    {
        await Requirements.AwsCliAsync();
        await Requirements.CurlAsync();
        await Requirements.PythonAsync();
        var blocks = WalkThrough();
        var script = new StringBuilder("set -euo pipefail\n");
        foreach (var (commands, _) in blocks)
        {
            script.Append(commands).Append($"\necho '{_separator}'\n");
        }

        using var folder = new TempFolder();
        var environment = new Dictionary<string, string>
        {
            ["AWS_CONFIG_FILE"] = "/dev/null",
            ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
            ["NO_PROXY"] = "127.0.0.1,localhost",
            ["TMPDIR"] = folder.Path,
        };
        var result = await Command.RunAsync("bash", ["-c", AtTheTestedPorts(script.ToString())], TimeSpan.FromMinutes(4), environment, folder.Path);

        var outputs = result.Output.Split(_separator + "\n");
        for (var i = 0; i < blocks.Count && i < outputs.Length - 1; i++)
        {
            outputs[i].ShouldBe(blocks[i].Output, $"{blocks[i].Commands}\n{result.Error}");
        }

        result.ExitCode.ShouldBe(0, $"{blocks[Math.Min(outputs.Length, blocks.Count) - 1].Commands}\n{result.Error}");
        outputs.Length.ShouldBe(blocks.Count + 1);
    }

    [Fact]
    public async Task It_names_every_option_of_the_host()
    {
        var help = await HostProcess.RunToEndAsync("--help");

        foreach (Match option in HostOption().Matches(help.Output))
        {
            _readme.ShouldContain($"`{option.Groups[1].Value}");
        }
    }

    private static List<(string Commands, string Output)> WalkThrough()
    {
        var marked = Marked().Match(_readme);
        marked.Success.ShouldBeTrue("the README marks its walk-through");
        List<(string, string)> blocks = [.. Block().Matches(marked.Groups[1].Value).Select(block => (block.Groups["commands"].Value, block.Groups["output"].Value))];
        blocks.Count.ShouldBeGreaterThan(5);
        return blocks;
    }

    private string AtTheTestedPorts(string commands) => commands
        .Replace("127.0.0.1:4000", running.Process.Control.Authority, StringComparison.Ordinal)
        .Replace("127.0.0.1:4001", running.Process.Gateway.Authority, StringComparison.Ordinal);

    [GeneratedRegex("<!-- walk-through -->(.*)<!-- /walk-through -->", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex("```bash\n(?<commands>.*?)```\n(```text\n(?<output>.*?)```\n)?", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex("^ +(--[a-z-]+) <", RegexOptions.Multiline)]
    private static partial Regex HostOption();
}

public sealed class ReadmeTestsOnSqlite(SqliteHost host) : ReadmeTests(host), IClassFixture<SqliteHost>;

public sealed class ReadmeTestsOnDynamoDb(DynamoDbHost host) : ReadmeTests(host), IClassFixture<DynamoDbHost>;
