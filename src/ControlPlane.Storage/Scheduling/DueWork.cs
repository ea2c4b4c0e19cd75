namespace ControlPlane.Storage.Scheduling;

/// <summary>Something that is to be done to a stage or an API at a time.</summary>
/// <param name="DueAt">When, to the millisecond.</param>
/// <param name="Duty">What, in capitals without <c>#</c>, for example <c>LOGLEVEL</c>.</param>
/// <param name="ApiId">The API.</param>
/// <param name="StageName">The stage; empty when it is about the API.</param>
public sealed record DueWork(DateTimeOffset DueAt, string Duty, string ApiId, string StageName)
{
    /// <summary>The duty that ends a stage's log level.</summary>
    public const string LogLevel = "LOGLEVEL";

    /// <summary>The duty that deletes an API's superfluous deployments.</summary>
    public const string DeploymentRetention = "RETENTION";

    /// <summary>The duty that carries on a stage's rollout.</summary>
    public const string Rollout = "ROLLOUT";

    /// <summary>The work of looking at an API's deployments; it belongs to no stage.</summary>
    public static DueWork RetentionOf(string apiId, DateTimeOffset dueAt) => new(dueAt, DeploymentRetention, apiId, "");
}
