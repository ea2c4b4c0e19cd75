using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Api.Stages;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Wire;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.DomainNames;

/// <summary>CreateBasePathMapping, GetBasePathMapping, GetBasePathMappings, UpdateBasePathMapping, DeleteBasePathMapping.</summary>
internal sealed class BasePathMappingEndpoints(CustomDomainEditor domains, ApiLookup apis, StageWriter stages)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, BasePathMappingOperations.Create, CreateAsync);
        dispatcher.Map(routes, BasePathMappingOperations.List, ListAsync);
        dispatcher.Map(routes, BasePathMappingOperations.Get, GetAsync);
        dispatcher.Map(routes, BasePathMappingOperations.Update, UpdateAsync);
        dispatcher.Map(routes, BasePathMappingOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createBasePathMappingInput").ConfigureAwait(false);
        var basePath = CustomDomainRules.ValidateBasePath(body.Text("basePath"));
        var mapping = new BasePathMapping(body.RequiredText("restApiId"), CustomDomainRules.StageOrNone(body.Text("stage")));
        await domains.RequireAsync(request.Route("domain_name"), request.Cancelled).ConfigureAwait(false);
        await CheckAsync(mapping, request.Cancelled).ConfigureAwait(false);
        await domains.EditAsync(request, request.Route("domain_name"), before =>
            before.Mappings.GetValueOrDefault(basePath) is { } existing && !(request.IsRepeatable && existing == mapping)
            ? throw ApiException.Conflict("Base path already exists for this domain name")
            : before with { Mappings = before.Mappings.With(basePath, mapping) }).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, KeyValuePair.Create(basePath, mapping), CustomDomainJson.Write);
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        var domain = await domains.RequireAsync(request.Route("domain_name"), request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.List(domain.Value.Mappings, null, CustomDomainJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var domain = await domains.RequireAsync(request.Route("domain_name"), request.Cancelled).ConfigureAwait(false);
        var basePath = BasePathOf(request);
        return ApiAnswer.Json(ApiAnswer.Ok, KeyValuePair.Create(basePath, Require(domain.Value, basePath)), CustomDomainJson.Write);
    }

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateBasePathMappingInput").ConfigureAwait(false)).PatchOperations();
        var from = BasePathOf(request);
        var domain = await domains.RequireAsync(request.Route("domain_name"), request.Cancelled).ConfigureAwait(false);
        var (to, mapping) = CustomDomainPatches.Apply(from, Require(domain.Value, from), operations);
        await CheckAsync(mapping, request.Cancelled).ConfigureAwait(false);
        await domains.EditAsync(request, request.Route("domain_name"), before =>
        {
            Require(before, from);
            return to != from && before.Mappings.ContainsKey(to)
                ? throw ApiException.Conflict("Base path already exists for this domain name")
                : before with { Mappings = before.Mappings.Without(from).With(to, mapping) };
        }).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, KeyValuePair.Create(to, mapping), CustomDomainJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        var basePath = BasePathOf(request);
        await domains.EditAsync(request, request.Route("domain_name"), before =>
        {
            Require(before, basePath);
            return before with { Mappings = before.Mappings.Without(basePath) };
        }).ConfigureAwait(false);
        return ApiAnswer.Accepted;
    }

    // A base path of several segments arrives with its slashes escaped.
    private static string BasePathOf(ApiRequest request) =>
        Uri.UnescapeDataString(request.Route("base_path")) is var basePath && basePath == CustomDomainRules.None ? "" : basePath;

    private static BasePathMapping Require(CustomDomain domain, string basePath) =>
        domain.Mappings.GetValueOrDefault(basePath) ?? throw ApiException.NotFound("Invalid base path mapping identifier specified");

    private async ValueTask CheckAsync(BasePathMapping mapping, CancellationToken cancellationToken)
    {
        await apis.RequireAsync(mapping.RestApiId, cancellationToken).ConfigureAwait(false);
        if (mapping.Stage is { } stage)
        {
            await stages.RequireAsync(mapping.RestApiId, stage, cancellationToken).ConfigureAwait(false);
        }
    }
}
