using ControlPlane.Gateway.Logging.AccessLogs;

namespace ControlPlane.Local.Logs;

/// <summary>
/// Access logs as files: <c>access/{log group}/{api}-{stage}.log</c>, those of canaries in <c>Canary</c> beside, as API Gateway has a log
/// group of that name for them.
/// </summary>
internal sealed class AccessLogFiles(LogFiles files) : IAccessLog
{
    /// <inheritdoc/>
    public IAccessLogWriter Open(AccessLogAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new Writer(files.Open($"access/{address.Group}{(address.IsCanary ? "/Canary" : "")}/{address.ApiId}-{address.StageName}"));
    }

    private sealed class Writer(LogFiles.Log log) : IAccessLogWriter
    {
        public void Write(ReadOnlySpan<byte> line) => log.Write(line);
    }
}
