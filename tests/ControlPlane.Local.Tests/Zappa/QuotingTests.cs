using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ControlPlane.Deployment.SamConfig;
using ControlPlane.Local.Zappa;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Local.Tests.Zappa;

/// <summary>Whatever a setting holds, the output stays TOML and shell, and says the same.</summary>
public sealed class QuotingTests
{
    // What is special to TOML, to shells, to terminals and to line readers, beside plain text of several scripts.
    private static readonly Gen<string> _texts = Gen
        .Elements("a", "Z", "7", " ", "\"", "'", "\\", "$", "`", "#", "=", "[", "]", "{", "}", "\n", "\r", "\t", "\b", "\u0001", "\u001b", "\u007f", "\u0085", "\u2028", "é", "漢", "😀", "!", "*", "~", "-", ";", "&", "|", "%", "\\n", "\\u0041")
        .ArrayOf()
        .Select(string.Concat);

    [Fact]
    public void Toml_reads_back_what_was_quoted() => Prop.ForAll(_texts.ToArbitrary(), static text =>
        (string)TomlReader.Read($"{Quoting.TomlKey(text)} = {Quoting.Toml(text)}\n")[text] == text).QuickCheckThrowOnFailure();

    [Fact]
    public void Output_is_toml_whatever_the_settings_hold() => Prop.ForAll(_texts.ToArbitrary(), static text =>
    {
        var setting = JsonSerializer.Serialize(text, TextJson.Default.String);
        var json = $$$"""
            {"dev": {"project_name": {{{setting}}}, "profile_name": {{{setting}}}, "s3_bucket": {{{setting}}}, "domain": {{{setting}}},
             "certificate_arn": {{{setting}}}, "lambda_description": {{{setting}}}, "tags": {{{{setting}}}: {{{setting}}}},
             "environment_variables": {{{{setting}}}: {{{setting}}}}, {{{JsonSerializer.Serialize("x" + text, TextJson.Default.String)}}}: 1}}
            """;
        using var output = new StringWriter();
        ZappaImport.Write(output, ZappaSettings.Parse(json, "project"), null);
        var settings = TomlReader.Read(output.ToString());
        var deploy = (Dictionary<string, object>)((Dictionary<string, object>)((Dictionary<string, object>)settings["dev"])["deploy"])["parameters"];
        return settings.Count == 3 && (text.Length == 0 || ((string)deploy["profile"] == text && (string)deploy["s3_bucket"] == text));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Shell_reads_back_what_was_quoted()
    {
        var texts = _texts.Sample(400, 30).ToList();
        var script = new StringBuilder();
        foreach (var text in texts)
        {
            var word = Quoting.Shell(text);
            word.ShouldNotContain('\n');
            word.ShouldNotContain('\r');
            script.Append(CultureInfo.InvariantCulture, $"printf '%s\\0' {word}\n");
        }

        using var bash = Process.Start(new ProcessStartInfo("bash", ["-s"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        })!;
        var output = bash.StandardOutput.ReadToEndAsync();
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();

        (await output).Split('\0')[..^1].ShouldBe(texts);
        await bash.WaitForExitAsync();
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "''")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("a\nb'\\", "$'a\\u000ab\\'\\\\'")]
    public void Shell_words_are_as_plain_as_they_can_be(string text, string word) => Quoting.Shell(text).ShouldBe(word);
}
