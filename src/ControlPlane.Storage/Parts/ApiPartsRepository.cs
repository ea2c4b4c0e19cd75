using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Parts;

/// <summary>Reads all parts of an API that go into its deployments, in one query.</summary>
/// <param name="store">The store.</param>
public sealed class ApiPartsRepository(IItemStore store)
{
    /// <summary>Reads them.</summary>
    public async ValueTask<ApiParts> GetAsync(string apiId, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(new ItemQuery(Keys.ApiPartition(apiId), Keys.Parts), cancellationToken).ConfigureAwait(false);
        if (page.Items.Count == 0)
        {
            return ApiParts.None;
        }

        var (models, validators, responses, authorizers) = (new List<Model>(), new List<RequestValidator>(), new List<GatewayResponse>(), new List<Authorizer>());
        foreach (var item in page.Items)
        {
            _ = Take(item, PartLayouts.Models, models)
                || Take(item, PartLayouts.RequestValidators, validators)
                || Take(item, PartLayouts.GatewayResponses, responses)
                || Take(item, PartLayouts.Authorizers, authorizers);
        }

        return new ApiParts { Models = models, RequestValidators = validators, GatewayResponses = responses, Authorizers = authorizers };
    }

    private static bool Take<T>(Item item, PartLayout<T> layout, List<T> parts)
        where T : class
    {
        if (!item.Key.Sort.StartsWith(layout.Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        parts.Add(StorageJson.Read(item.Body, layout.Type));
        return true;
    }
}
