using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Deployments;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Admission.Authorizers;

/// <summary>A method's Lambda authorizer in one variant of a stage, stage variables resolved.</summary>
/// <param name="Authorizer">The authorizer, or null when it cannot be used.</param>
/// <param name="Function">Its function, with its qualifier if it has one; null when it names none.</param>
/// <param name="Identity">Where callers say who they are, or null when it cannot be used.</param>
/// <param name="Fault">Why it cannot be used, a sentence; else null.</param>
internal sealed record AuthorizerBinding(Authorizer? Authorizer, string? Function, AuthorizerIdentity? Identity, string? Fault)
{
    /// <summary>Finds it.</summary>
    /// <param name="document">The deployment's document.</param>
    /// <param name="id">The authorizer's id; empty for none.</param>
    /// <param name="variables">The variant's stage variables.</param>
    public static AuthorizerBinding Of(DeployedApi document, string id, IReadOnlyDictionary<string, string> variables)
    {
        Authorizer? authorizer = null;
        foreach (var candidate in document.Authorizers)
        {
            authorizer = candidate.Id == id ? candidate : authorizer;
        }

        if (authorizer is null || authorizer.Type == AuthorizerType.CognitoUserPools)
        {
            return new(null, null, null, $"The deployment has no Lambda authorizer {id}.");
        }

        var uri = StageVariableText.Resolve(authorizer.AuthorizerUri ?? "", variables);
        if (FunctionUri.FindFunction(uri) is not { } function)
        {
            return new(null, null, null, $"Invalid authorizer URI: {uri}");
        }

        return AuthorizerIdentity.Compile(authorizer) is { } identity
            ? new(authorizer, function, identity, null)
            : new(null, function, null, $"The identity source or the identity validation expression of the authorizer {id} cannot be used.");
    }
}
