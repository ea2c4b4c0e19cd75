using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;
using ControlPlane.Storage.Parts;
using ControlPlane.Storage.Resources;

namespace ControlPlane.Api.Authorizers;

/// <summary>What methods say of authorizers.</summary>
internal sealed class AuthorizerReferences(PartRepository<Authorizer> authorizers, ResourceRepository resources)
{
    /// <summary>Checks that the authorizer of a method is there, where its authorization type needs one.</summary>
    /// <exception cref="ApiException">400: it is not.</exception>
    public async ValueTask RequireAsync(string apiId, Method method, CancellationToken cancellationToken)
    {
        if (MethodRules.NeededAuthorizer(method) is { } type
            && (method.AuthorizerId is not { Length: > 0 } id
                || await authorizers.GetAsync(apiId, id, cancellationToken).ConfigureAwait(false) is not { } authorizer
                || (authorizer.Value.Type == AuthorizerType.CognitoUserPools) != (type == AuthorizationType.CognitoUserPools)))
        {
            throw ApiException.BadRequest(
                "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.");
        }
    }

    /// <summary>Checks that no method uses an authorizer.</summary>
    /// <exception cref="ApiException">409: one does.</exception>
    public async ValueTask RequireUnusedAsync(string apiId, Authorizer authorizer, CancellationToken cancellationToken)
    {
        foreach (var resource in await resources.ListAsync(apiId, cancellationToken).ConfigureAwait(false) ?? [])
        {
            foreach (var method in resource.Methods.Values)
            {
                if (MethodRules.NeededAuthorizer(method) is not null && method.AuthorizerId == authorizer.Id)
                {
                    throw ApiException.Conflict($"Cannot delete authorizer '{authorizer.Name}', is referenced in method: {method.HttpMethod}/{resource.Path}");
                }
            }
        }
    }
}
