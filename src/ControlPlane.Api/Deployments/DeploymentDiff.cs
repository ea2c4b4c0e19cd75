using ControlPlane.Domain.Comparing;

namespace ControlPlane.Api.Deployments;

/// <summary>How two deployments of an API differ.</summary>
/// <param name="From">The id of the one.</param>
/// <param name="To">The id of the other.</param>
/// <param name="Changes">What is other in the other.</param>
internal sealed record DeploymentDiff(string From, string To, IReadOnlyList<MemberChange> Changes);
