using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Versions;

namespace ControlPlane.Local.LocalLambda.Storage;

/// <summary>
/// Deletes, when the host starts, the packages that no function refers to: replaced and deleted code, and what a crash left
/// half-written. Not earlier, as a process may still run from them.
/// </summary>
internal sealed partial class PackageSweep(FunctionStore functions, VersionStore versions, CodePackages packages, ILogger<PackageSweep> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var referenced = new HashSet<string>(StringComparer.Ordinal);
            foreach (var function in await functions.ListAsync(null, null, cancellationToken))
            {
                referenced.Add(function.Configuration.CodeSha256);
                referenced.UnionWith((await versions.ListAsync(function, null, null, cancellationToken)).Select(v => v.Configuration.CodeSha256));
            }

            var swept = packages.Sweep(referenced);
            if (swept > 0)
            {
                LogSwept(logger, swept);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Packages too many cost disk space, nothing else.
            LogFailed(logger, e);
        }
    }

    [LoggerMessage(60, LogLevel.Information, "Deleted {Count} unused code packages")]
    private static partial void LogSwept(ILogger logger, int count);

    [LoggerMessage(61, LogLevel.Warning, "Unused code packages could not be deleted")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
