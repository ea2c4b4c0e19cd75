namespace ControlPlane.Domain.Stages;

/// <summary>What a stage served before its current release.</summary>
/// <param name="DeploymentId">The deployment base requests were served by.</param>
/// <param name="ReplacedVariables">
/// The variables that a promotion overwrote, with their values before it (null: the name did not exist); null when the
/// release was ended by a plain deployment, which leaves variables alone.
/// </param>
public sealed record ServedRelease(string DeploymentId, IReadOnlyDictionary<string, string?>? ReplacedVariables = null);
