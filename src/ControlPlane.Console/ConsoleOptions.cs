using Amazon.Runtime;

namespace ControlPlane.WebConsole;

/// <summary>What the console shows, and as whom.</summary>
public sealed record ConsoleOptions
{
    /// <summary>The path that the console is mounted at.</summary>
    public const string Path = "/console";

    /// <summary>Where the control API is.</summary>
    public required Uri ControlApi { get; init; }

    /// <summary>Where the Lambda service behind it is, or null when its functions are not shown.</summary>
    public Uri? LambdaService { get; init; }

    /// <summary>The region that requests are signed for.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Who signs the requests of everybody who reaches the console; null when nobody signs, or everybody for themselves.</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>Whether people sign in with an access key of the control API.</summary>
    public bool AsksForKeys { get; init; }

    /// <summary>Tells this console's cookies from those of others on the same machine: cookies do not know ports.</summary>
    public required int Port { get; init; }
}
