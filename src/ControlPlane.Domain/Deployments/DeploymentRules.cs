using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Resources;

namespace ControlPlane.Domain.Deployments;

/// <summary>How an API becomes a deployment.</summary>
public static class DeploymentRules
{
    /// <summary>Takes the snapshot.</summary>
    /// <param name="api">The API.</param>
    /// <param name="resources">All its resources.</param>
    /// <param name="parts">What else belongs to it.</param>
    /// <exception cref="ApiException">400: there is nothing to deploy, or a method has no integration.</exception>
    public static DeployedApi Snapshot(RestApi api, IReadOnlyList<Resource> resources, ApiParts parts)
    {
        var methods = 0;
        foreach (var resource in resources)
        {
            foreach (var method in resource.Methods.Values)
            {
                methods++;
                if (method.MethodIntegration is null)
                {
                    throw ApiException.BadRequest("No integration defined for method");
                }
            }
        }

        if (methods == 0)
        {
            throw ApiException.BadRequest("The REST API doesn't contain any methods");
        }

        return Draft(api, resources, parts);
    }

    /// <summary>The API as it is now, whether or not it could be deployed.</summary>
    /// <param name="api">The API.</param>
    /// <param name="resources">Those of its resources that matter.</param>
    /// <param name="parts">What else belongs to it.</param>
    public static DeployedApi Draft(RestApi api, IReadOnlyList<Resource> resources, ApiParts parts) => new()
    {
        RestApiId = api.Id,
        Name = api.Name,
        Description = api.Description,
        Version = api.Version,
        BinaryMediaTypes = api.BinaryMediaTypes,
        MinimumCompressionSize = api.MinimumCompressionSize,
        ApiKeySource = api.ApiKeySource,
        Policy = api.Policy,
        DisableExecuteApiEndpoint = api.DisableExecuteApiEndpoint,
        Resources = resources,
        Models = parts.Models,
        RequestValidators = parts.RequestValidators,
        GatewayResponses = parts.GatewayResponses,
        Authorizers = parts.Authorizers,
    };
}
