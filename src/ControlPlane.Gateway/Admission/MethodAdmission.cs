using ControlPlane.Domain.Apis;
using ControlPlane.Gateway.Admission.Authorizers;
using ControlPlane.Gateway.Admission.Keys;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Admission;

/// <summary>What a request must pass before its method's backend is asked: the API's policy, the authorizer, the API key, in this order.</summary>
internal sealed class MethodAdmission
{
    /// <summary>The API's policy, or null.</summary>
    public ResourcePolicy? Policy { get; init; }

    /// <summary>The authorizer, or null for a method that is open to everyone.</summary>
    public IMethodAuthorizer? Authorizer { get; init; }

    /// <summary>Asks for API keys, or null where none is needed.</summary>
    public KeyGate? Keys { get; init; }

    /// <summary>Where a request's API key is.</summary>
    public ApiKeySource KeySource { get; init; }

    /// <summary>The method as usage plans name it: <c>/pets/GET</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Lets a request in, or refuses it.</summary>
    /// <returns>Null when it may go on.</returns>
    /// <exception cref="GatewayFailure">It cannot be told whether it may.</exception>
    public ValueTask<GatewayError?> AdmitAsync(RequestContext request)
    {
        if (Authorizer is null)
        {
            return Policy?.Refuse(request) is { } refused ? new(refused) : KeyAsync(request);
        }

        // AWS_IAM callers are judged by the policy as who they are.
        if (Authorizer is not IamAuthorizer && Policy?.Refuse(request) is { } refusal)
        {
            return new(refusal);
        }

        var authorized = Authorizer.AuthorizeAsync(request);
        return authorized.IsCompletedSuccessfully ? authorized.Result is { } error ? new(error) : GoOnAsync(request) : WaitAsync(request, authorized);
    }

    private async ValueTask<GatewayError?> WaitAsync(RequestContext request, ValueTask<GatewayError?> authorized) =>
        await authorized.ConfigureAwait(false) ?? await GoOnAsync(request).ConfigureAwait(false);

    private ValueTask<GatewayError?> GoOnAsync(RequestContext request) =>
        Authorizer is IamAuthorizer && Policy?.Refuse(request) is { } refusal ? new(refusal) : KeyAsync(request);

    private ValueTask<GatewayError?> KeyAsync(RequestContext request) => Keys is null ? default : Keys.AdmitAsync(request, KeySource, Name);
}
