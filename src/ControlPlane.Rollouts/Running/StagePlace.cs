namespace ControlPlane.Rollouts.Running;

/// <summary>Which stage a rollout is about.</summary>
/// <param name="ApiId">Its API.</param>
/// <param name="StageName">Its name.</param>
public readonly record struct StagePlace(string ApiId, string StageName);
