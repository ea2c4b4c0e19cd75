namespace ControlPlane.Storage.Scheduling;

/// <summary>Something that is to be done to a stage at a time.</summary>
/// <param name="DueAt">When, to the millisecond.</param>
/// <param name="Duty">What, in capitals without <c>#</c>, for example <c>LOGLEVEL</c>.</param>
/// <param name="ApiId">The API.</param>
/// <param name="StageName">The stage.</param>
public sealed record DueWork(DateTimeOffset DueAt, string Duty, string ApiId, string StageName)
{
    /// <summary>The duty that ends a stage's log level.</summary>
    public const string LogLevel = "LOGLEVEL";
}
