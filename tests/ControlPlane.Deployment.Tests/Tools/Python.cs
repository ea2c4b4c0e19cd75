using System.ComponentModel;
using System.Diagnostics;

namespace ControlPlane.Deployment.Tools;

/// <summary>Runs Python programs.</summary>
internal static class Python
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    /// <summary>Whether Python is there and has a module.</summary>
    public static bool Has(string module)
    {
        try
        {
            return RunAsync(["-c", $"import {module}"], "").GetAwaiter().GetResult().ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="arguments">Python's arguments.</param>
    /// <param name="input">What it reads from standard input.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(IEnumerable<string> arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo("python3", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The translator asks for a region and for nothing else of AWS.
            Environment = { ["AWS_DEFAULT_REGION"] = "us-east-1", ["PYTHONWARNINGS"] = "ignore" },
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(_patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await error);
    }
}
