namespace ControlPlane.Local.LocalLambda.Permissions;

/// <summary>The resource policy of a function, version or alias.</summary>
/// <param name="RevisionId">Changes with every statement added or removed.</param>
/// <param name="Statements">By Sid, in the order added, each as JSON.</param>
internal sealed record ResourcePolicy(string RevisionId, IReadOnlyList<PolicyStatement> Statements);

/// <summary>One statement, already as JSON.</summary>
internal sealed record PolicyStatement(string Sid, string Json);

internal sealed record AddPermissionRequest(
    string? StatementId,
    string? Action,
    string? Principal,
    string? SourceArn,
    string? SourceAccount,
    string? EventSourceToken,
    string? PrincipalOrgID,
    string? FunctionUrlAuthType,
    bool? InvokedViaFunctionUrl,
    string? RevisionId);

internal sealed record AddPermissionResponse(string Statement);

internal sealed record GetPolicyResponse(string Policy, string RevisionId);
