using System.Diagnostics;
using System.Globalization;

namespace ControlPlane.Conformance.Hosting;

/// <summary>Sees the function processes of a host, also after the host is gone: their task root lies in its data folder.</summary>
internal static class FunctionProcesses
{
    /// <summary>The ids of the processes whose environment names the data folder.</summary>
    public static IReadOnlyList<int> Of(string dataFolder) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => name!.All(char.IsAsciiDigit))
            .Where(name => Read($"/proc/{name}/environ").Contains($"LAMBDA_TASK_ROOT={dataFolder}/", StringComparison.Ordinal))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))];

    /// <summary>Waits until none is left; fails when one outlives its host by more than 20 s.</summary>
    public static async Task ShouldEndAsync(string dataFolder)
    {
        var waited = Stopwatch.StartNew();
        while (Of(dataFolder) is [_, ..] left)
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), $"function processes outlive their host: {string.Join(' ', left)}");
            await Task.Delay(50);
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or is not ours.
            return "";
        }
    }
}
