using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Admission.Authorizers;
using ControlPlane.Gateway.Admission.Keys;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Admission;

/// <summary>Makes what requests of one variant of a stage must pass: stage variables resolved, each authorizer and the policy made once.</summary>
internal sealed class AdmissionBinder(AuthorizerServices services, KeyGate keys)
{
    /// <summary>Begins a variant.</summary>
    public VariantAdmission Begin(Stage stage, DeploymentPlan deployment, IReadOnlyDictionary<string, string> variables, bool isCanary) =>
        new(stage, deployment, variables, isCanary, services, keys);
}

/// <summary>What requests of one variant of a stage must pass.</summary>
internal sealed class VariantAdmission(
    Stage stage, DeploymentPlan deployment, IReadOnlyDictionary<string, string> variables, bool isCanary, AuthorizerServices services, KeyGate keys)
{
    private readonly Dictionary<string, IMethodAuthorizer> _authorizers = new(StringComparer.Ordinal);
    private readonly ResourcePolicy? _policy =
        string.IsNullOrEmpty(deployment.Document.Policy) ? null : new ResourcePolicy(deployment.Document.Policy, stage.RestApiId, services.Arns);

    /// <summary>What requests of a method must pass, or null when they need not pass anything.</summary>
    public MethodAdmission? Bind(MethodPlan plan)
    {
        var method = plan.Method;
        var authorizer = Authorizer(method);
        return authorizer is null && _policy is null && !method.ApiKeyRequired
            ? null
            : new MethodAdmission
            {
                Policy = _policy,
                Authorizer = authorizer,
                Keys = method.ApiKeyRequired ? keys : null,
                KeySource = deployment.Document.ApiKeySource,
                Name = $"{plan.Resource.Path}/{method.HttpMethod}",
            };
    }

    private IMethodAuthorizer? Authorizer(Method method)
    {
        switch (method.AuthorizationType)
        {
            case AuthorizationType.None:
                return null;
            case AuthorizationType.AwsIam:
                return IamAuthorizer.Instance;
            case AuthorizationType.CognitoUserPools:
                return new FixedAuthorizer(GatewayError.Unauthorized, "Tokens of Cognito user pools cannot be verified here; use a Lambda authorizer.");
        }

        var id = method.AuthorizerId ?? "";
        if (!_authorizers.TryGetValue(id, out var authorizer))
        {
            _authorizers[id] = authorizer = Make(id);
        }

        return authorizer;
    }

    private IMethodAuthorizer Make(string id)
    {
        var binding = AuthorizerBinding.Of(deployment.Document, id, variables);
        if (binding is not { Authorizer: { } authorizer, Function: { } function, Identity: { } identity })
        {
            return new FixedAuthorizer(GatewayError.AuthorizerConfiguration, $"Execution failed due to configuration error: {binding.Fault}");
        }

        // What was kept before the stage's last flush is not found any more.
        var scope = $"{stage.RestApiId}/{stage.StageName}/{(isCanary ? "canary" : "base")}/{stage.AuthorizerFlushes}/{id}/{function}/{authorizer.IdentitySource}";
        return new LambdaAuthorizer(scope, authorizer, identity, function, services);
    }
}
