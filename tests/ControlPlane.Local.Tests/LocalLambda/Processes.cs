using System.Diagnostics;
using System.Globalization;

namespace ControlPlane.Local.Tests.LocalLambda;

/// <summary>Looks at the machine's processes.</summary>
internal static class Processes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether a process runs; one that ended and waits to be collected does not.</summary>
    public static bool IsAlive(int id)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Waits for a process to be gone.</summary>
    public static Task ShouldEndAsync(int id) => EventuallyAsync(() => !IsAlive(id), $"Process {id} still runs.");

    /// <summary>Waits for something to come true.</summary>
    public static async Task EventuallyAsync(Func<bool> condition, string otherwise)
    {
        var since = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Stopwatch.GetElapsedTime(since).ShouldBeLessThan(Patience, otherwise);
            await Task.Delay(10);
        }
    }
}
