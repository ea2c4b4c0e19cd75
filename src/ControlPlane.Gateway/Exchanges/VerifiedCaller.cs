namespace ControlPlane.Gateway.Exchanges;

/// <summary>A caller whose signature AWS has verified before the request came here (AWS: requestContext.authorizer.iam).</summary>
/// <param name="AccessKey">The access key the request was signed with, or null.</param>
/// <param name="AccountId">The caller's account, or null.</param>
/// <param name="CallerId">The caller's id, or null.</param>
/// <param name="PrincipalOrgId">The caller's organization, or null.</param>
/// <param name="UserArn">The caller's ARN.</param>
/// <param name="UserId">The user's id, or null.</param>
public sealed record VerifiedCaller(string? AccessKey, string? AccountId, string? CallerId, string? PrincipalOrgId, string UserArn, string? UserId);
