using ControlPlane.Local.LocalLambda.Functions;

namespace ControlPlane.Local.LocalLambda.Runtimes;

/// <summary>
/// .NET functions that are executables: the handler is the assembly's name. A native <c>bootstrap</c> or an executable of that
/// name wins over <c>dotnet exec</c>.
/// </summary>
internal sealed class DotnetRuntime(Interpreters interpreters) : IFunctionRuntime
{
    public bool Serves(string identifier) => identifier.StartsWith("dotnet", StringComparison.Ordinal);

    public async ValueTask<LaunchCommand> ResolveAsync(FunctionConfiguration configuration, string taskRoot)
    {
        var handler = configuration.Handler ?? string.Empty;
        if (handler.Contains("::", StringComparison.Ordinal))
        {
            throw new LaunchException(
                "Runtime.Unsupported",
                $"Class library handlers ({handler}) cannot run on this Lambda service: build an executable and name its assembly as Handler.");
        }

        foreach (var name in new[] { "bootstrap", handler })
        {
            var native = Path.GetFullPath(Path.Combine(taskRoot, name));
            if (native.StartsWith(taskRoot + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(native) && IsExecutable(native))
            {
                return new LaunchCommand(native, [], name);
            }
        }

        var assembly = Path.Combine(taskRoot, handler + ".dll");
        if (!File.Exists(assembly))
        {
            throw new LaunchException("Runtime.InvalidEntrypoint", $"The package has no {handler}.dll and no executable {handler} or bootstrap.");
        }

        var dotnet = await interpreters.FindAsync("dotnet", ["--version"], configuration.Runtime!);
        return new LaunchCommand(dotnet.Path, ["exec", assembly], $"dotnet SDK or host {dotnet.Version}");
    }

    private static bool IsExecutable(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;
}
