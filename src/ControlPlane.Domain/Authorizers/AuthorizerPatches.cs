using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.Authorizers;

/// <summary>What UpdateAuthorizer can change.</summary>
public static class AuthorizerPatches
{
    private static readonly PatchTable<Authorizer> _table = new PatchTable<Authorizer>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/name", (authorizer, edit) => authorizer with { Name = edit.Text })
        .Allow(PatchOp.Replace, "/type", (authorizer, edit) => authorizer with { Type = edit.Member<AuthorizerType>() })
        .Allow(PatchOp.Replace, "/authType", (authorizer, edit) => authorizer with { AuthType = edit.Value })
        .Allow(PatchOp.Replace, "/authorizerUri", (authorizer, edit) => authorizer with { AuthorizerUri = edit.Text })
        .Allow(PatchOp.Replace, "/authorizerCredentials", (authorizer, edit) => authorizer with { AuthorizerCredentials = Optional(edit) })
        .Allow(PatchOp.Replace, "/identitySource", (authorizer, edit) => authorizer with { IdentitySource = Optional(edit) })
        .Allow(PatchOp.Replace, "/identityValidationExpression", (authorizer, edit) => authorizer with { IdentityValidationExpression = Optional(edit) })
        .Allow(PatchOp.Replace, "/authorizerResultTtlInSeconds", (authorizer, edit) => authorizer with { AuthorizerResultTtlInSeconds = edit.Whole(0, AuthorizerRules.MaxTtlInSeconds) })
        .Allow(PatchOp.Add | PatchOp.Remove, "/providerARNs", (authorizer, edit) => authorizer with { ProviderArns = Providers(authorizer, edit) });

    /// <summary>Applies patch operations, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static Authorizer Apply(Authorizer authorizer, IReadOnlyList<PatchOperation> operations) =>
        AuthorizerRules.Validate(_table.Apply(authorizer, operations));

    private static string? Optional(PatchEdit edit) => string.IsNullOrEmpty(edit.Value) ? null : edit.Value;

    private static IReadOnlyList<string> Providers(Authorizer authorizer, PatchEdit edit)
    {
        var others = authorizer.ProviderArns.Where(arn => arn != edit.Text);
        return edit.Removes ? [.. others] : [.. others, edit.Text];
    }
}
