using System.CommandLine;
using ControlPlane.Local.Zappa;

namespace ControlPlane.Local;

/// <summary><c>import-zappa FILE</c>: says on standard output what a Zappa project needs here.</summary>
internal static class ImportZappaCommand
{
    private const int MaxSettingsBytes = 1 << 20;

    private static readonly Argument<string> _file = new("FILE") { Description = "The project's zappa_settings.json." };

    private static readonly Option<string?> _stage = new("--stage") { Description = "The one stage to import; all of them otherwise." };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command("import-zappa", "Prints samconfig.toml and the stage settings that a Zappa project needs here.") { _file, _stage };
        command.SetAction(static async (result, cancellationToken) =>
        {
            try
            {
                var path = Path.GetFullPath(result.GetValue(_file)!);
                var text = await ReadAsync(path, cancellationToken).ConfigureAwait(false);
                var project = Path.GetFileName(Path.GetDirectoryName(path)) is { Length: > 0 } folder ? folder : "zappa";
                ZappaImport.Write(Console.Out, ZappaSettings.Parse(text, project), result.GetValue(_stage));
                return 0;
            }
            catch (UsageException exception)
            {
                return await CommandLine.RefuseAsync(exception.Message).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > MaxSettingsBytes }
                ? throw new UsageException($"{path} is too large for a settings file.")
                : await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{path} cannot be read: {exception.Message}");
        }
    }
}
