using ControlPlane.Api.Requests;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Storage;
using ControlPlane.Storage.DomainNames;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Stages;

/// <summary>Our own operation that lists the custom domains of a stage.</summary>
internal sealed class StageDomainEndpoints(CustomDomainRepository domains, StageWriter stages)
{
    /// <summary>Maps the operation.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes) => dispatcher.Map(routes, StageDomainOperations.List, ListAsync);

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        var position = PagePosition.Decode(request.Position);
        var stage = (await stages.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled).ConfigureAwait(false)).Value;

        // Mappings are kept with their domains, whose number a quota bounds: a page is cut from all of them.
        var all = await domains.ListAsync(null, null, request.Cancelled).ConfigureAwait(false);
        List<StageDomain> found =
        [
            .. all.Items
                .Where(domain => position is null || string.CompareOrdinal(domain.Name, position) > 0)
                .Select(domain => StageDomain.Of(domain, stage.RestApiId, stage.StageName))
                .OfType<StageDomain>(),
        ];
        var page = found.Take(request.Limit).ToList();
        return ApiAnswer.List(page, page.Count < found.Count ? PagePosition.Encode(page[^1].Domain.Name) : null, StageDomainJson.Write);
    }
}
