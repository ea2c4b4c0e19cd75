namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>
/// The one mutable item of a function. Versions, aliases and policies live in the partition its <see cref="Id"/> names, so that
/// deleting this item deletes them all at once and a function created anew under the same name never sees them.
/// </summary>
internal sealed record FunctionRecord
{
    public required string Id { get; init; }

    /// <summary>The configuration of <c>$LATEST</c>.</summary>
    public required FunctionConfiguration Configuration { get; init; }

    /// <summary>The highest version number handed out, published or not; 0 at first.</summary>
    public int LastVersion { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Most invocations at once, or null for no limit of its own.</summary>
    public int? ReservedConcurrentExecutions { get; init; }

    public string Name => Configuration.FunctionName;
}
