namespace ControlPlane.Gateway.Logging.AccessLogs;

/// <summary>Where the access logs of stages go (AWS: accessLogSettings.destinationArn).</summary>
public interface IAccessLog
{
    /// <summary>Opens the log of one variant of a stage; asked each time a stage is compiled, and cheap. A log that cannot be written is no error here.</summary>
    IAccessLogWriter Open(AccessLogAddress address);
}

/// <summary>Takes the lines of one access log.</summary>
public interface IAccessLogWriter
{
    /// <summary>Takes one line. Called on the request's own thread: must neither block nor throw.</summary>
    /// <param name="line">UTF-8 without line breaks; good until the call returns.</param>
    void Write(ReadOnlySpan<byte> line);
}

/// <summary>One variant of a stage and where its access log goes.</summary>
/// <param name="DestinationArn">The ARN of a log group or of a Firehose stream.</param>
/// <param name="ApiId">The API.</param>
/// <param name="StageName">The stage.</param>
/// <param name="IsCanary">True for the canary, whose lines are kept apart.</param>
public sealed record AccessLogAddress(string DestinationArn, string ApiId, string StageName, bool IsCanary)
{
    /// <summary>The name of the log group or stream, which may have slashes in it.</summary>
    public string Group
    {
        get
        {
            var parts = DestinationArn.Split(':', 7);
            var name = parts.Length == 7 ? parts[6] : parts[^1];
            name = name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
            return name[(name.StartsWith("deliverystream/", StringComparison.Ordinal) ? "deliverystream/".Length : 0)..];
        }
    }
}
