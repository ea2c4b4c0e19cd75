namespace ControlPlane.Local.LocalLambda.Runtimes;

/// <summary>Looks commands up on the PATH.</summary>
internal static class ExecutablePath
{
    public static string? Find(string command) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, command))
        .FirstOrDefault(File.Exists);
}
