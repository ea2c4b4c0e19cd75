using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Storage.Parts;
using ControlPlane.Storage.Resources;

namespace ControlPlane.Api.Methods;

/// <summary>What methods and their responses say of models and request validators.</summary>
internal sealed class PayloadReferences(PartRepository<Model> models, PartRepository<RequestValidator> validators, ResourceRepository resources)
{
    /// <summary>Checks that the models and the validator which a change of a method names are there.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="before">The method before, or null; what it named is not asked for again.</param>
    /// <param name="after">The method as it is to be.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    /// <exception cref="ApiException">400 or 404: one is not.</exception>
    public async ValueTask RequireAsync(string apiId, Method? before, Method after, CancellationToken cancellationToken)
    {
        if (after.RequestValidatorId is { Length: > 0 } id
            && id != before?.RequestValidatorId
            && await validators.GetAsync(apiId, id, cancellationToken).ConfigureAwait(false) is null)
        {
            throw RequestValidatorRules.Unknown();
        }

        foreach (var name in Models(after).Except(before is null ? [] : Models(before), StringComparer.Ordinal))
        {
            if (!ModelRules.IsName(name) || await models.GetAsync(apiId, name, cancellationToken).ConfigureAwait(false) is null)
            {
                throw ApiException.BadRequest($"Invalid model identifier specified: {name}");
            }
        }
    }

    /// <summary>Checks that no method and no response of one uses a model.</summary>
    /// <exception cref="ApiException">409: one does.</exception>
    public async ValueTask RequireUnusedAsync(string apiId, Model model, CancellationToken cancellationToken)
    {
        foreach (var resource in await resources.ListAsync(apiId, cancellationToken).ConfigureAwait(false) ?? [])
        {
            foreach (var method in resource.Methods.Values)
            {
                if (method.RequestModels.Values.Contains(model.Name, StringComparer.Ordinal))
                {
                    throw ApiException.Conflict($"Cannot delete model '{model.Name}', is referenced in method request: {resource.Path}/{method.HttpMethod}");
                }

                if (method.MethodResponses.Values.FirstOrDefault(response => response.ResponseModels.Values.Contains(model.Name, StringComparer.Ordinal)) is { } response)
                {
                    throw ApiException.Conflict(
                        $"Cannot delete model '{model.Name}', is referenced in method response: {resource.Path}/{method.HttpMethod}/{response.StatusCode}");
                }
            }
        }
    }

    /// <summary>Checks that no method uses a request validator.</summary>
    /// <exception cref="ApiException">409: one does.</exception>
    public async ValueTask RequireUnusedAsync(string apiId, RequestValidator validator, CancellationToken cancellationToken)
    {
        foreach (var resource in await resources.ListAsync(apiId, cancellationToken).ConfigureAwait(false) ?? [])
        {
            if (resource.Methods.Values.FirstOrDefault(method => method.RequestValidatorId == validator.Id) is { } method)
            {
                throw ApiException.Conflict(
                    $"Cannot delete request validator '{validator.Name ?? validator.Id}', is referenced in method request: {resource.Path}/{method.HttpMethod}");
            }
        }
    }

    private static IEnumerable<string> Models(Method method) =>
        method.RequestModels.Values.Concat(method.MethodResponses.Values.SelectMany(response => response.ResponseModels.Values));
}
